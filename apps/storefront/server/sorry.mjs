/** The page for bad days: no script, no picture, no theme, nothing that could fail as well. */

const STYLE = `
:root{color-scheme:light dark;--ground:Canvas;--ink:CanvasText}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:400 1rem/1.55 system-ui,sans-serif}
main{max-width:30rem;padding:2rem;text-align:center}
h1{font-size:1.6rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 .8rem}
p{margin:0 0 1.4rem;opacity:.78}
a{display:inline-block;padding:.8rem 1.5rem;border:1px solid;border-radius:99px;color:inherit;font-weight:600;text-decoration:none}
`;

const TEXTS = {
  unavailable: {
    title: "We will be right back",
    text: "The shop cannot be reached for a moment. Your bag is safe, and this page tries again by itself.",
    again: "Try again",
  },
  broken: {
    title: "Something went wrong on our side",
    text: "It has been noted. Your bag is safe. Trying again often helps.",
    again: "Try again",
  },
};

/** @param {"unavailable" | "broken"} kind @returns {string} */
export function sorryPage(kind) {
  const { title, text, again } = TEXTS[kind];
  const refresh = kind === "unavailable" ? '<meta http-equiv="refresh" content="6">' : "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">${refresh}<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${text}</p><a href="">${again}</a></main></body></html>`;
}
