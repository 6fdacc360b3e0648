"use client";

import { type ChangeEvent, useId, useState } from "react";
import { useWords } from "#words";
import type { ShopperReturn } from "@/lib/api-types";
import type { Words } from "@/messages/catalogues";
import { call, newKey } from "../call";

type PhotoWords = Words["back"]["photos"];

const TYPES = ["image/jpeg", "image/png", "image/webp", "image/avif"];
const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 120_000;

/** The pictures of a return: seen by its order's buyer and the shop, added until the goods arrive. */
export function ReturnPhotos({
  one,
  at,
  onChange,
}: {
  one: ShopperReturn;
  /** The address of something below the order, its token included. */
  at: (path: string) => string;
  onChange: () => Promise<void>;
}) {
  const back = useWords("back");
  const words = back.photos;
  const id = useId();
  const [busy, setBusy] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const path = `returns/${one.id}/photos`;
  if (one.photos.length === 0 && one.photos_left === 0) return null;

  async function add(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    const chosen = [...(input.files ?? [])];
    setTrouble(chosen.length > one.photos_left ? words.many : null);
    for (const file of chosen.slice(0, one.photos_left)) {
      const wrong = problemOf(file, words);
      if (wrong) {
        setTrouble(wrong);
        continue;
      }
      setBusy(words.sending(file.name));
      const refused = await send(at(path), file);
      if (refused !== null) setTrouble(refused || words.failed(file.name));
    }
    input.value = "";
    setBusy(null);
    await onChange();
  }

  async function remove(photo: string) {
    const reply = await call(at(`${path}/${photo}`), { method: "DELETE" });
    if (!reply.ok) setTrouble(reply.problem.message || back.lost);
    await onChange();
  }

  const closed = one.status !== "requested" && one.status !== "approved";
  return (
    <div className="return-photos">
      {one.photos.length > 0 && (
        <ul>
          {one.photos.map((photo, place) => (
            <li key={photo.id}>
              <a href={at(`${path}/${photo.id}`)} target="_blank" rel="noreferrer">
                {/* biome-ignore lint/performance/noImgElement: private, so nothing may cache it */}
                <img
                  src={`${at(`${path}/${photo.id}`)}&size=small`}
                  alt={words.one(place + 1)}
                  width={photo.width}
                  height={photo.height}
                  loading="lazy"
                />
              </a>
              {!closed && (
                <button
                  type="button"
                  aria-label={words.remove(place + 1)}
                  onClick={() => void remove(photo.id)}
                >
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {one.photos_left > 0 && (
        <p className="field">
          <label htmlFor={id}>{words.add}</label>
          <input
            id={id}
            type="file"
            multiple
            accept={TYPES.join(",")}
            disabled={busy !== null}
            aria-describedby={`${id}-hint`}
            onChange={(event) => void add(event)}
          />
          <span className="small muted" id={`${id}-hint`}>
            {one.photos_left === 1 ? words.last : words.left(one.photos_left)}
          </span>
        </p>
      )}
      <p role="status">{busy}</p>
      {trouble && <p role="alert">{trouble}</p>}
    </div>
  );
}

function problemOf(file: File, words: PhotoWords): string | null {
  if (!TYPES.includes(file.type)) return words.wrong(file.name);
  return file.size > MAX_BYTES ? words.large(file.name) : null;
}

/** Sends one picture; null when it arrived, else why not (empty where nobody said). */
async function send(address: string, file: File): Promise<string | null> {
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
