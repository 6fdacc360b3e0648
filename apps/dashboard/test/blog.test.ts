import { describe, expect, it } from "vitest";
import { bodyOf, valuesOf, withLink } from "@/features/blog/values";

describe("a link put into a text", () => {
  it.each([
    ["<p>A Trail Mug.</p>", '<p>A <a href="/m">Trail Mug</a>.</p>'],
    // The first mention outside of links, whatever blanks stand between the words.
    [
      '<p><a href="/x">Trail Mug</a> and Trail\n Mug, Trail Mug</p>',
      '<p><a href="/x">Trail Mug</a> and <a href="/m">Trail\n Mug</a>, Trail Mug</p>',
    ],
    ["<p>Trail Mugs, aTrail Mug</p>", null],
    ["<p>Trail <b>Mug</b></p>", null],
    ['<p title="Trail Mug">x</p>', null],
    ["", null],
  ])("%s", (html, linked) => {
    expect(withLink(html, "Trail Mug", "/m")).toBe(linked);
  });

  it("takes signs as what they are", () => {
    expect(withLink("<p>Salt &amp; Co (x)</p>", "Salt & Co (x)", '/a"b&c')).toBe(
      '<p><a href="/a&quot;b&amp;c">Salt &amp; Co (x)</a></p>',
    );
    expect(withLink("<p>$1 off</p>", "$1 off", "/m")).toBe('<p><a href="/m">$1 off</a></p>');
  });
});

describe("what a save sends", () => {
  const values = { ...valuesOf(null), title: "T", published: true };

  it("leaves the moment alone unless it was touched", () => {
    const at = { ...values, at: "2026-05-01T10:00" };
    expect(bodyOf(at, at)).not.toHaveProperty("published_at");
    expect(bodyOf({ ...at, at: "" }, at)).toHaveProperty("published_at", null);
    expect(bodyOf(at, values).published_at).toBe(new Date("2026-05-01T10:00").toISOString());
  });

  it("forgets what a picture showed with the picture", () => {
    expect(bodyOf({ ...values, coverAlt: "x" }, values)).toMatchObject({
      cover_id: null,
      cover_alt: "",
    });
  });
});
