"use client";

import { cn } from "@ecomm/ui/lib/cn";
import { ImageOff } from "lucide-react";
import { useState } from "react";

/**
 * A picture at a supplier's own server. That server is not told which page it is shown on, and a
 * picture that does not load leaves its place. Decorative: the title stands beside it.
 */
export function GoodsPicture({
  url,
  size,
  className,
}: {
  url: string | null | undefined;
  /** Pixels; without one it fills what is around it. */
  size?: number | "fill";
  className?: string;
}) {
  const [broken, setBroken] = useState<string | null>(null);
  const pixels = size === "fill" ? undefined : (size ?? 36);
  return (
    <span
      className={cn(
        "grid shrink-0 place-items-center overflow-hidden rounded-sm bg-pic text-pic-label-muted",
        className,
      )}
      style={pixels ? { width: pixels, height: pixels } : undefined}
    >
      {url && broken !== url ? (
        // biome-ignore lint/performance/noImgElement: stands at a supplier's server as it is
        <img
          src={url}
          alt=""
          {...(pixels ? { width: pixels, height: pixels } : {})}
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setBroken(url)}
          className="size-full object-cover"
        />
      ) : (
        <ImageOff className="size-4 opacity-50" aria-hidden />
      )}
    </span>
  );
}
