import { ImageOff } from "lucide-react";
import { cn } from "./lib/cn";

export interface Picture {
  url: string;
  alt: string;
  sizes?: readonly { width: number; url: string }[];
}

/** The stored width that is sharp enough for `width` CSS pixels on a dense screen. */
export function pictureUrl(picture: Picture, width: number): string {
  const enough = (picture.sizes ?? []).find((size) => size.width >= width * 2);
  return enough?.url ?? picture.url;
}

/** A small picture on its own ground. Decorative: the name stands beside it. */
export function Thumb({
  picture,
  size = 36,
  className,
}: {
  picture: Picture | null | undefined;
  size?: number;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "grid shrink-0 place-items-center overflow-hidden rounded-sm bg-pic text-pic-label-muted",
        className,
      )}
      style={{ width: size, height: size }}
    >
      {picture ? (
        // biome-ignore lint/performance/noImgElement: stored in fitting widths, needs no optimiser
        <img
          src={pictureUrl(picture, size)}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
        />
      ) : (
        <ImageOff className="size-4 opacity-50" aria-hidden />
      )}
    </span>
  );
}
