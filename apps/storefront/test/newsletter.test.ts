import { describe, expect, it } from "vitest";
import { confirm, NEWSLETTER_WORDS, subscribe } from "@/lib/newsletter";
import type { Ask } from "@/lib/shop-api";
import { wordsOf } from "@/messages/catalogues";

function form(fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
}

/** The API, which answers so; what it was asked. */
function answering(status: number) {
  const asked: Ask[] = [];
  const send = (question: Ask) => {
    asked.push(question);
    return Promise.resolve({ status, body: { data: {}, error: null } });
  };
  return { asked, send };
}

const place = (reply: Response) => reply.headers.get("location");

describe("the form for the shop's news", () => {
  it("says which words stood by it, in the language of the page", async () => {
    const { asked, send } = answering(200);
    const fields = { email: " ada@example.com ", locale: "de-AT", prefix: "/de-AT", website: "" };
    const reply = await subscribe(form(fields), send);
    expect([reply.status, place(reply)]).toEqual([303, "/de-AT/newsletter/sent"]);
    expect(asked[0]?.body).toEqual({
      email: "ada@example.com",
      website: "",
      locale: "de-AT",
      text_version: NEWSLETTER_WORDS,
      words: wordsOf("de-AT").newsletter.terms,
    });
  });

  it("hands on what a program filled in, and shows it the same page", async () => {
    const { asked, send } = answering(200);
    const reply = await subscribe(form({ email: "a@example.com", website: "http://x" }), send);
    expect(place(reply)).toBe("/newsletter/sent");
    expect(asked[0]?.body).toMatchObject({ website: "http://x" });
  });

  it.each(["//evil.example", "https://evil.example", "/\\evil", "/de/../..", "javascript:"])(
    "is not led away by %s",
    async (prefix) => {
      const { send } = answering(200);
      expect(place(await subscribe(form({ email: "a@example.com", prefix }), send))).toBe(
        "/newsletter/sent",
      );
    },
  );

  it("says so where it did not work", async () => {
    const { send } = answering(422);
    expect(place(await subscribe(form({ email: "x" }), send))).toBe("/newsletter/failed");
  });
});

describe("the button of the mail's page", () => {
  it.each([
    [200, "/newsletter/confirmed"],
    [410, "/newsletter/over"],
    [429, "/newsletter/failed"],
  ])("%i leads to %s", async (status, page) => {
    const { asked, send } = answering(status);
    expect(place(await confirm(form({ token: "abc" }), send))).toBe(page);
    expect(asked[0]).toMatchObject({ path: "/newsletter/confirm", body: { token: "abc" } });
  });
});
