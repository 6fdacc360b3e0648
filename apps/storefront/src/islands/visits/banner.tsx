"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { type AskingProps, areOpen, choiceOf, objects, openChoices } from "./choice";
import { allKept, choose, takeBack } from "./said";
import "@/styles/consent.css";

/** The question, beside the page and not before it; opened again, what was answered. */
export function Banner({ shop, locale, privacy }: AskingProps) {
  const words = useWords("consent");
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const box = useRef<HTMLElement>(null);
  const choice = choiceOf(shop);
  const open = areOpen();
  useEffect(() => {
    if (open) box.current?.focus();
  }, [open]);
  // What has the focus is not below the question.
  useEffect(() => {
    const root = document.documentElement;
    const height = box.current?.offsetHeight ?? 0;
    root.style.scrollPaddingBottom = `${height + 32}px`;
    return () => {
      root.style.removeProperty("scroll-padding-bottom");
    };
  });

  async function act(work: () => Promise<boolean>, done: string, leave: boolean) {
    setBusy(true);
    setSaid("");
    const ok = await work();
    setBusy(false);
    if (ok && leave) openChoices(false);
    else setSaid(ok ? done : words.failed);
  }
  // An answer holds in this browser at once; what the shop was not told is told on the next page.
  const answer = (granted: boolean) =>
    act(() => choose(shop, locale, granted).then(() => true), "", true);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(choice?.at ?? 0);
  const agreed = choice?.granted === true;
  return (
    <section
      ref={box}
      className="consent"
      aria-labelledby="consent"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (open && event.key === "Escape") openChoices(false);
      }}
    >
      <div className="consent-words">
        <h2 className="consent-title" id="consent">
          {words.title}
        </h2>
        {/* A sentence each: read at a glance, and none is the largest thing on a phone's page. */}
        <p className="muted small">{words.counted}</p>
        <p className="muted small">{words.agreeing}</p>
        <p className="muted small">
          {words.yours}{" "}
          {privacy && (
            <PageLink className="link" href={privacy}>
              {words.privacy}
            </PageLink>
          )}
        </p>
        {open && objects() ? <p className="small">{words.objected}</p> : null}
        {open && choice && !said ? (
          <p className="small">{agreed ? words.agreed(day) : words.refused(day)}</p>
        ) : null}
        <p className="small" role="status">
          {said}
        </p>
      </div>
      <div className="consent-acts">
        {agreed ? (
          <>
            <button
              type="button"
              className="btn btn-small btn-quiet"
              disabled={busy}
              onClick={() => act(() => takeBack(shop, locale), words.forgotten, false)}
            >
              {words.takeBack}
            </button>
            <button
              type="button"
              className="btn btn-small btn-quiet"
              disabled={busy}
              onClick={() => act(() => save(choice.visitor ?? ""), words.saved, false)}
            >
              {words.save}
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              className="btn btn-small btn-quiet"
              disabled={busy}
              onClick={() => answer(false)}
            >
              {words.refuse}
            </button>
            <button
              type="button"
              className="btn btn-small btn-quiet"
              disabled={busy}
              onClick={() => answer(true)}
            >
              {words.agree}
            </button>
          </>
        )}
        {open && choice ? (
          <button
            type="button"
            className="btn btn-small btn-quiet"
            onClick={() => openChoices(false)}
          >
            {words.close}
          </button>
        ) : null}
      </div>
    </section>
  );
}

/** Puts all that is kept of this browser into a file; whether there is one. */
async function save(visitor: string): Promise<boolean> {
  const kept = await allKept(visitor);
  if (!kept) return false;
  const file = new Blob([JSON.stringify({ visitor, ...kept }, null, 2)], {
    type: "application/json",
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = "visits.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return true;
}
