"use client";

import { type ChangeEvent, type FormEvent, useCallback, useEffect, useId, useState } from "react";
import { useWords } from "#words";
import { Stars } from "@/components/stars";
import type { OrderReviews } from "@/lib/api-types";
import { call, newKey } from "../call";
import { at, type Link } from "./begun";

type Item = OrderReviews["items"][number];
const STARS = [1, 2, 3, 4, 5] as const;
const TYPES = "image/jpeg,image/png,image/webp,image/avif";
const TIMEOUT_MS = 120_000;

/** What of an order its buyer can review, and what they said of it. */
export function OrderReviewsPanel({ link }: { link: Link }) {
  const words = useWords("reviews");
  const { id, token } = link;
  const [found, setFound] = useState<OrderReviews | null>(null);
  const load = useCallback(async () => {
    const reply = await call<OrderReviews>(at({ id, token }, "reviews"));
    if (reply.ok) setFound(reply.data);
  }, [id, token]);
  useEffect(() => {
    void load();
  }, [load]);
  const ready = found !== null;
  useEffect(() => {
    // The mail leads here, and what it leads to has only just come.
    if (ready && window.location.hash === "#reviews")
      document.getElementById("reviews")?.scrollIntoView();
  }, [ready]);
  const shown = found?.items.filter((item) => item.open || item.review) ?? [];
  if (!found || shown.length === 0) return null;
  return (
    <section className="panel order-reviews" id="reviews" aria-labelledby="reviews-title">
      <h2 className="d3" id="reviews-title">
        {words.ask}
      </h2>
      {shown.some((item) => item.open) && (
        <p className="small muted">{words.askText(found.author)}</p>
      )}
      <ul>
        {shown.map((item) => (
          <li key={item.item_id}>
            <p className="order-reviews-item">
              {item.title}
              {item.variant_title && ` · ${item.variant_title}`}
            </p>
            {item.review ? (
              <Written item={item} review={item.review} link={link} onChange={load} />
            ) : (
              <Write item={item} link={link} onChange={setFound} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Write({
  item,
  link,
  onChange,
}: {
  item: Item;
  link: Link;
  onChange: (found: OrderReviews) => void;
}) {
  const words = useWords("reviews");
  const id = useId();
  const [rating, setRating] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (rating === 0) {
      setTrouble(words.choose);
      return;
    }
    setBusy(true);
    setTrouble(null);
    const reply = await call<OrderReviews>(at(link, "reviews"), {
      method: "POST",
      body: {
        item_id: item.item_id,
        rating,
        title: String(form.get("title") ?? ""),
        body: String(form.get("body") ?? ""),
      },
      key: newKey(),
    });
    setBusy(false);
    if (reply.ok) onChange(reply.data);
    else setTrouble(reply.problem.message || words.lost);
  }
  return (
    <form onSubmit={(event) => void send(event)}>
      <fieldset className="star-choice">
        <legend>{words.rating}</legend>
        {STARS.map((star) => (
          <label key={star} className={star <= rating ? "star-on" : undefined}>
            <input
              type="radio"
              className="sr-only"
              name={`rating-${id}`}
              value={star}
              checked={rating === star}
              onChange={() => setRating(star)}
            />
            <span aria-hidden="true">★</span>
            <span className="sr-only">{words.stars(String(star))}</span>
          </label>
        ))}
      </fieldset>
      <p className="field">
        <label htmlFor={`${id}-title`}>{words.headline}</label>
        <input id={`${id}-title`} name="title" maxLength={120} />
      </p>
      <p className="field">
        <label htmlFor={`${id}-body`}>{words.words}</label>
        <textarea id={`${id}-body`} name="body" rows={4} maxLength={5000} />
      </p>
      {trouble && <p role="alert">{trouble}</p>}
      <button type="submit" className="btn btn-primary" disabled={busy}>
        {busy ? words.sending : words.send}
      </button>
    </form>
  );
}

function Written({
  review,
  link,
  onChange,
}: {
  item: Item;
  review: NonNullable<Item["review"]>;
  link: Link;
  onChange: () => Promise<void>;
}) {
  const words = useWords("reviews");
  const id = useId();
  const [trouble, setTrouble] = useState<string | null>(null);
  const said = { pending: words.waits, published: words.thanks, rejected: words.declined };
  async function takeBack() {
    const reply = await call(at(link, `reviews/${review.id}`), { method: "DELETE" });
    if (!reply.ok) setTrouble(reply.problem.message || words.lost);
    await onChange();
  }
  async function add(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    setTrouble(null);
    for (const file of [...(input.files ?? [])].slice(0, review.photos_left)) {
      const refused = await sendPhoto(at(link, `reviews/${review.id}/photos`), file);
      if (refused !== null) setTrouble(refused || words.lost);
    }
    input.value = "";
    await onChange();
  }
  return (
    <div>
      <p>
        <span className="sr-only">{words.yours}: </span>
        <Stars value={review.rating} />
      </p>
      {review.title && <p className="reviews-title">{review.title}</p>}
      {review.body && <p className="reviews-body">{review.body}</p>}
      {review.photos.length > 0 && (
        <ul className="reviews-photos">
          {review.photos.map((photo, place) => (
            <li key={photo.id}>
              {/* biome-ignore lint/performance/noImgElement: made small by the API */}
              <img
                src={photo.sizes[0]?.url ?? photo.url}
                alt={words.picture(String(place + 1))}
                width={88}
                height={88}
              />
            </li>
          ))}
        </ul>
      )}
      <p role="status">{said[review.status]}</p>
      {review.photos_left > 0 && (
        <p className="field">
          <label htmlFor={id}>{words.add}</label>
          <input
            id={id}
            type="file"
            multiple
            accept={TYPES}
            onChange={(event) => void add(event)}
          />
        </p>
      )}
      {trouble && <p role="alert">{trouble}</p>}
      <button type="button" className="btn" onClick={() => void takeBack()}>
        {words.takeBack}
      </button>
    </div>
  );
}

/** Sends one picture; null when it arrived, else why not (empty where nobody said). */
async function sendPhoto(address: string, file: File): Promise<string | null> {
  const body = new FormData();
  body.set("file", file);
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "Idempotency-Key": newKey() },
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      body,
    });
    if (reply.ok) return null;
    const { error } = await reply.json();
    return String(error?.message ?? "");
  } catch {
    return ""; // no answer, or not ours
  }
}
