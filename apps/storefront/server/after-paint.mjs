/**
 * First what a shopper came to see, then the scripts.
 *
 * Next names every script as `<script async>` in the head: on a quick line they all arrive before
 * the first picture is drawn, and a phone is busy running them instead of drawing it. So a page that
 * opens with a picture asks for them once that is on the screen. On a slow line they come after the
 * picture anyway, and waiting would only make them later: there they are asked for at once. Links
 * and forms work without them, and what is tapped too early is not lost.
 */

/** As React writes it. Anything else, such as the file for browsers without modules, is left alone. */
const SCRIPT = /<script src="(\/_next\/static\/[^"<>]+\.js)" async=""><\/script>/g;
const PRELOAD = /<link rel="preload" as="script" [^<>]*href="\/_next\/static\/[^"<>]+\.js"\/>/g;
const OPENS_WITH_PICTURE = /<img\b[^<>]*\bfetchPriority="high"/;
/** Longest the scripts wait for a picture that does not come. Milliseconds. */
const PATIENCE_MS = 3_000;
/** A line is slow where connecting and the first byte of the page took longer. Milliseconds. */
const SLOW_MS = 120;

/**
 * Runs in the page. `files` stands in its text so that the content security policy covers it.
 *
 * Two frames: the first one draws the pictures, and in the second it is on its way to the screen.
 * A page in a hidden tab draws nothing; its scripts come at once. Taps on what only a script can
 * answer are kept until the page lives (src/islands/live.ts) and done then, in their order.
 */
const LOADER = `(files=>{
const load=()=>{for(const src of files.splice(0)){const s=document.createElement("script");s.async=true;s.src=src;document.head.append(s)}};
const taps=[];
const keep=tap=>{const at=tap.target.closest('button[type="button"]:not([popovertarget]),input[type="radio"]');if(at){tap.preventDefault();tap.stopPropagation();taps.push(at)}};
document.addEventListener("click",keep,true);
document.addEventListener("shop:live",()=>{document.removeEventListener("click",keep,true);for(const at of taps.splice(0))at.click()},{once:true});
const [page]=performance.getEntriesByType("navigation");
if(document.hidden||page?.responseStart-page?.fetchStart>${SLOW_MS})return load();
setTimeout(load,${PATIENCE_MS});
const first=[...document.querySelectorAll('img[fetchpriority="high"]')].map(picture=>picture.decode());
Promise.allSettled(first).then(()=>requestAnimationFrame(()=>requestAnimationFrame(()=>setTimeout(load))));
})`.replaceAll("\n", "");

/**
 * The page with its scripts named once, at its end, by a loader that waits. A page that opens with
 * no picture, names no script or has no end stays as it is.
 *
 * @param {string} html @returns {string}
 */
export function scriptsAfterPaint(html) {
  const end = html.lastIndexOf("</body>");
  if (end < 0 || !OPENS_WITH_PICTURE.test(html)) return html;
  const files = [...new Set(Array.from(html.matchAll(SCRIPT), ([, file]) => file))];
  if (files.length === 0) return html;
  const loader = `<script id="after-paint">${LOADER}(${JSON.stringify(files)})</script>`;
  const whole = html.slice(0, end) + loader + html.slice(end);
  return whole.replace(SCRIPT, "").replace(PRELOAD, "");
}
