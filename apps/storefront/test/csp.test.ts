import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { plainText, richHtml, scriptJson } from "@/lib/html";
import { inlineScripts, policy, scriptHashes } from "../server/csp.mjs";

const hash = (body: string) =>
  `'sha256-${createHash("sha256").update(body, "utf8").digest("base64")}'`;

describe("inline scripts of a page", () => {
  it("are found whatever their attributes, in order", () => {
    const html =
      '<script>a()</script><script id="x" async>b("é")</script><SCRIPT type="module">c()</SCRIPT>' +
      '<script data-src="x">d()</script><script>\n e(1>0) \n</script>';
    expect(inlineScripts(html)).toEqual(["a()", 'b("é")', "c()", "d()", "\n e(1>0) \n"]);
  });

  it("are not those with an address, nor data", () => {
    const html =
      '<script src="/_next/static/a.js"></script><script async="" src=/b.js></script>' +
      '<script type="application/ld+json">{"a":1}</script><script type="text/template">x</script>';
    expect(inlineScripts(html)).toEqual([]);
  });

  it("a bracket in an attribute does not hide the address", () => {
    expect(inlineScripts('<script data-x="a>b" src="/a.js">no()</script>')).toEqual([]);
  });

  it("are hashed as UTF-8, each once", () => {
    expect(scriptHashes("<script>ü</script><script>ü</script>")).toEqual([hash("ü")]);
  });
});

describe("the policy", () => {
  const page = { hashes: [hash("a")], host: "demo.localhost:3001", secure: false };

  it("runs our files and the page's own scripts, nothing else", () => {
    const text = policy(page);
    expect(text).toContain(`script-src demo.localhost:3001/_next/static/ ${hash("a")};`);
    expect(text).toContain("default-src 'none'");
    expect(text).toContain("base-uri 'none'");
    expect(text).toContain("frame-ancestors 'none'");
    expect(text).not.toMatch(/script-src[^;]*unsafe/);
    expect(text).not.toContain("upgrade-insecure-requests");
    expect(policy({ ...page, secure: true })).toContain("upgrade-insecure-requests");
  });

  it.each(["x; script-src *", "a b", "a\r\nb", "", undefined, "[::1]:3001"])(
    "a host such as %j cannot speak in it",
    (host) => {
      expect(policy({ ...page, host })).toContain("script-src 'self' ");
    },
  );
});

describe("markup from outside", () => {
  it.each([
    "<script>x</script>",
    "<SCRIPT src=//evil>",
    "< script>x",
    "<svg><script>x</script></svg>",
    "<style>body{}</style>",
    "<base href=//evil>",
    "<iframe src=x>",
    "<meta http-equiv=refresh>",
    "<form action=//evil>",
  ])("%s starts nothing", (html) => {
    expect(richHtml(html)).not.toMatch(/<\s*(?:script|style|base|iframe|meta|form)/i);
    expect(scriptHashes(`<div>${richHtml(html)}</div>`)).toEqual([]);
  });

  it("keeps what is harmless", () => {
    const html = "<p>A <b>bold</b> 1 &lt; 2 <em>s</em><strong>t</strong></p>";
    expect(richHtml(html)).toBe(html);
  });

  it("cannot end a block of data", () => {
    const text = scriptJson({ name: "</script><script>alert(1)</script>\u2028" });
    expect(text).not.toContain("<");
    expect(JSON.parse(text).name).toBe("</script><script>alert(1)</script>\u2028");
  });

  it("as text has neither tags nor scripts", () => {
    expect(plainText("<p>a&amp;b</p><script>x()</script> &#x41;&nbsp;c &bogus;", 99)).toBe(
      "a&b A c &bogus;",
    );
    expect(plainText(`<p>${"word ".repeat(100)}</p>`, 40)).toMatch(/^(word ){6}word…$/);
    expect(plainText("&#1114112;&#0;ok", 9)).toBe("ok");
  });
});
