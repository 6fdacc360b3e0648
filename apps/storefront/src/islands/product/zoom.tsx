"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { Picture } from "@/components/picture";

import type { ZoomProps } from "./zoom-props";

/** A picture as large as the window, and twice that on a click. Arrow keys turn the pages. */
export function Zoom({ images, start, onClose }: ZoomProps) {
  const words = useWords("product");
  const [index, setIndex] = useState(start);
  const [near, setNear] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const image = images[index];

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  const turn = (step: number) => {
    setNear(false);
    setIndex((now) => (now + step + images.length) % images.length);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
  };

  if (!image) return null;
  return (
    <dialog
      ref={dialog}
      className="zoom"
      aria-label={image.alt || words.gallery}
      onClose={() => onClose(index)}
      onKeyDown={onKey}
    >
      <button
        type="button"
        className={near ? "zoom-view zoom-near" : "zoom-view"}
        aria-label={words.enlarge}
        aria-pressed={near}
        onClick={() => setNear(!near)}
      >
        <Picture image={image} sizes={near ? "200vw" : "100vw"} />
      </button>
      <div className="zoom-tools">
        {images.length > 1 && (
          <>
            <button
              type="button"
              className="icon-btn"
              aria-label={words.previousPicture}
              onClick={() => turn(-1)}
            >
              <Icon name="back" className="icon icon-turn" />
            </button>
            <span className="num small" aria-live="polite">
              {words.position(index + 1, images.length)}
            </span>
            <button
              type="button"
              className="icon-btn"
              aria-label={words.nextPicture}
              onClick={() => turn(1)}
            >
              <Icon name="next" className="icon icon-turn" />
            </button>
          </>
        )}
        <button
          type="button"
          className="icon-btn"
          aria-label={words.closePicture}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
    </dialog>
  );
}
