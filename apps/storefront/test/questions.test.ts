import { describe, expect, it } from "vitest";
import { questionsOf } from "@/lib/questions";

describe("questionsOf", () => {
  it("takes every heading for a question and what follows it for the answer", () => {
    const html =
      "<p>Hi.</p><h3>How <b>long</b>?</h3><p>Two days.</p><h2>Where?</h2><ul><li>Here</li></ul>";
    expect(questionsOf(html)).toEqual({
      intro: "<p>Hi.</p>",
      items: [
        { question: "How long?", answer: "<p>Two days.</p>" },
        { question: "Where?", answer: "<ul><li>Here</li></ul>" },
      ],
    });
  });

  it("is all introduction without a heading, and leaves questions without an answer out", () => {
    expect(questionsOf("<p>x</p>")).toEqual({ intro: "<p>x</p>", items: [] });
    expect(questionsOf("<h3>a</h3><h3> </h3><p>b</p>").items).toEqual([]);
  });
});
