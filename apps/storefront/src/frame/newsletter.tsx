import { useId } from "react";
import { usePrefix, useWords } from "#words";
import type { Store } from "@/lib/api-types";

/**
 * The form for the shop's news. It needs no script: the shop's own endpoint answers with a page.
 * The field that people neither see nor reach is for programs that fill in every field.
 */
export function Newsletter({ store }: { store: Store }) {
  const words = useWords("newsletter");
  const prefix = usePrefix();
  const id = useId();
  return (
    <form
      className="foot-news"
      action="/api/newsletter"
      method="post"
      encType="multipart/form-data"
      aria-labelledby={`${id}-title`}
    >
      <h2 id={`${id}-title`}>{words.title(store.name)}</h2>
      <div className="foot-news-row">
        <label className="foot-news-label" htmlFor={`${id}-email`}>
          {words.label}
        </label>
        <input
          className="input"
          id={`${id}-email`}
          name="email"
          type="email"
          autoComplete="email"
          required
          maxLength={200}
          aria-describedby={`${id}-terms`}
        />
        <button className="btn btn-quiet" type="submit">
          {words.go}
        </button>
      </div>
      <p className="muted small" id={`${id}-terms`}>
        {words.terms}
      </p>
      <div className="foot-news-trap" aria-hidden="true">
        <label htmlFor={`${id}-website`}>{words.trap}</label>
        <input id={`${id}-website`} name="website" tabIndex={-1} autoComplete="off" />
      </div>
      <input type="hidden" name="locale" value={store.locale} />
      <input type="hidden" name="prefix" value={prefix} />
    </form>
  );
}
