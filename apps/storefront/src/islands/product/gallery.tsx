"use client";

import {
  type ComponentType,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { Picture } from "@/components/picture";
import type { Image } from "@/lib/api-types";

import { onShowPicture, pictureNamed } from "./show-picture";
import type { ZoomProps } from "./zoom-props";

/**
 * The picture is drawn a tenth smaller than its frame. Phones are told a little less than that: of
 * the stored widths (512, 1024 …) a phone of ordinary sharpness then takes the smaller one.
 */
const VIEW_SIZES = "(min-width: 1344px) 576px, (min-width: 1040px) 41vw, 70vw";

/**
 * Pictures side by side in a strip that snaps: swiping is the browser's own. The small ones are
 * links to the large ones, so that all of it works before and without a script.
 */
export function Gallery({ images, flag }: { images: Image[]; flag: ReactNode }) {
  const words = useWords("product");
  const [current, setCurrent] = useState(0);
  const [Zoom, setZoom] = useState<ComponentType<ZoomProps> | null>(null);
  const [zoomed, setZoomed] = useState(false);
  const strip = useRef<HTMLUListElement>(null);

  const show = useCallback((index: number, smooth = true) => {
    const element = strip.current;
    const target = element?.children[index];
    if (!element || !(target instanceof HTMLElement)) return;
    element.scrollTo({ left: target.offsetLeft, behavior: smooth ? "auto" : "instant" });
    setCurrent(index);
  }, []);

  useEffect(
    () =>
      onShowPicture((values) => {
        const index = pictureNamed(
          images.map((image) => image.alt),
          values,
        );
        if (index >= 0) show(index);
      }),
    [images, show],
  );

  const settle = () => {
    const element = strip.current;
    if (!element || element.clientWidth === 0) return;
    const index = Math.round(Math.abs(element.scrollLeft) / element.clientWidth);
    setCurrent(Math.min(images.length - 1, Math.max(0, index)));
  };

  const enlarge = async () => {
    if (!Zoom) {
      const module = await import("./zoom").catch(() => null);
      if (!module) return window.open(images[current]?.url, "_blank", "noopener");
      setZoom(() => module.Zoom);
    }
    setZoomed(true);
  };

  return (
    <section className="gallery" aria-label={words.gallery}>
      {images.length > 1 && (
        <ul className="thumbs">
          {images.map((image, index) => (
            <li key={image.id}>
              <a
                className="stage"
                href={`#picture-${index + 1}`}
                aria-label={image.alt || words.picture(index + 1, images.length)}
                aria-current={index === current}
                onClick={(event) => {
                  event.preventDefault();
                  show(index);
                }}
              >
                <Picture image={image} sizes="84px" alt="" />
              </a>
            </li>
          ))}
        </ul>
      )}
      <div className="view">
        <ul
          className="view-strip"
          ref={strip}
          onScroll={settle}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={words.gallery}
        >
          {images.map((image, index) => (
            <li key={image.id} id={`picture-${index + 1}`}>
              <Picture
                image={image}
                sizes={VIEW_SIZES}
                priority={index === 0}
                alt={image.alt || words.picture(index + 1, images.length)}
              />
            </li>
          ))}
        </ul>
        {flag}
        <button
          type="button"
          className="icon-btn view-zoom"
          aria-label={words.enlarge}
          onClick={enlarge}
        >
          <Icon name="search" />
        </button>
        {images.length > 1 && (
          <span className="badge num view-position" aria-hidden="true">
            {words.position(current + 1, images.length)}
          </span>
        )}
      </div>
      {Zoom && zoomed && (
        <Zoom
          images={images}
          start={current}
          onClose={(index) => {
            setZoomed(false);
            show(index, false);
          }}
        />
      )}
    </section>
  );
}
