import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { scriptsAfterPaint } from "../server/after-paint.mjs";
import { inlineScripts } from "../server/csp.mjs";

const script = (name: string) => `<script src="/_next/static/chunks/${name}.js" async=""></script>`;
const PAGE = [
  '<html><head><link rel="preload" as="image" href="/media/1.webp"/>',
  '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/c.js"/>',
  `${script("a")}${script("b")}<script src="/_next/static/chunks/old.js" noModule=""></script></head>`,
  `<body><img src="/media/1.webp" alt="a" fetchPriority="high"/><script id="_R_">r()</script>${script("c")}<script>data()</script></body></html>`,
].join("");

/** What the loader of a page did so far, and the levers of the browser it runs in. */
function run({ hidden = false, firstByte = 40 } = {}) {
  const asked: string[] = [];
  const frames: (() => void)[] = [];
  const timers: { ms: number; act: () => void }[] = [];
  let show: () => void = () => undefined;
  let lose: (reason: Error) => void = () => undefined;
  const decoded = new Promise<void>((resolve, reject) => {
    show = resolve;
    lose = reject;
  });
  const loader = inlineScripts(scriptsAfterPaint(PAGE)).at(-1) ?? "";
  const heard = new Map<string, (event: unknown) => void>();
  runInNewContext(loader, {
    performance: { getEntriesByType: () => [{ fetchStart: 5, responseStart: 5 + firstByte }] },
    document: {
      hidden,
      addEventListener: (name: string, act: (event: unknown) => void) => heard.set(name, act),
      removeEventListener: (name: string) => heard.delete(name),
      querySelectorAll: () => [{ decode: () => decoded }],
      createElement: () => ({}),
      head: {
        append: (made: { src: string; async: boolean }) => made.async && asked.push(made.src),
      },
    },
    setTimeout: (act: () => void, ms = 0) => timers.push({ ms, act }),
    requestAnimationFrame: (act: () => void) => frames.push(act),
  });
  const turn = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    for (const act of frames.splice(0)) act();
    for (const timer of timers.filter(({ ms }) => ms === 0)) timer.act();
  };
  /** A tap on something; whether it was kept for later, and how often it was done. */
  const tap = (answered: boolean) => {
    const seen = { kept: false, done: 0 };
    const at = { click: () => seen.done++ };
    heard.get("click")?.({
      target: { closest: () => (answered ? null : at) },
      preventDefault: () => {
        seen.kept = true;
      },
      stopPropagation: () => undefined,
    });
    return seen;
  };
  const live = () => heard.get("shop:live")?.({});
  return {
    asked,
    show,
    lose,
    turn,
    tap,
    live,
    patience: () => timers.find(({ ms }) => ms > 0)?.act(),
  };
}

const FILES = ["a", "b", "c"].map((name) => `/_next/static/chunks/${name}.js`);

describe("a page's scripts", () => {
  it("are named once, at its end; pictures, data and the file for old browsers stay", () => {
    const page = scriptsAfterPaint(PAGE);
    expect(page).not.toMatch(/<script src="[^"]+" async/);
    expect(page).not.toContain('as="script"');
    expect(page).toContain('<link rel="preload" as="image" href="/media/1.webp"/>');
    expect(page).toContain('<script src="/_next/static/chunks/old.js" noModule=""></script>');
    expect(page).toContain("<script>data()</script><script id");
    expect(page.endsWith(`(${JSON.stringify(FILES)})</script></body></html>`)).toBe(true);
  });

  it("are left where nothing can be gained or the page has no end", () => {
    const plain = PAGE.replace(' fetchPriority="high"/><script', "/><script");
    expect(plain).not.toBe(PAGE);
    expect(scriptsAfterPaint(plain)).toBe(plain);
    const still = '<html><body><img src="/1" fetchPriority="high"/></body></html>';
    expect(scriptsAfterPaint(still)).toBe(still);
    const cut = PAGE.slice(0, PAGE.indexOf("</body>"));
    expect(scriptsAfterPaint(cut)).toBe(cut);
  });

  it("wait for the first pictures and two frames", async () => {
    const { asked, show, turn } = run();
    await turn();
    await turn();
    expect(asked).toEqual([]);
    show();
    await turn();
    expect(asked).toEqual([]);
    await turn();
    expect(asked).toEqual(FILES);
    await turn();
    expect(asked).toEqual(FILES);
  });

  it("come where a picture is broken, and where it does not come", async () => {
    const broken = run();
    broken.lose(new Error("broken"));
    await broken.turn();
    await broken.turn();
    expect(broken.asked).toEqual(FILES);
    const lost = run();
    lost.patience();
    lost.patience();
    expect(lost.asked).toEqual(FILES);
  });

  it("come at once in a hidden tab, which draws nothing, and on a slow line", () => {
    expect(run({ hidden: true }).asked).toEqual(FILES);
    expect(run({ firstByte: 320 }).asked).toEqual(FILES);
  });

  it("do what was tapped before they came, once and in its order", () => {
    const { tap, live } = run();
    const [early, link] = [tap(false), tap(true)];
    expect([early, link]).toEqual([
      { kept: true, done: 0 },
      { kept: false, done: 0 },
    ]);
    live();
    expect(early.done).toBe(1);
    expect(tap(false).kept).toBe(false);
    live();
    expect(early.done).toBe(1);
  });
});
