import type { Image } from "@/lib/api-types";
import { isPictureUrl, srcSet } from "@/lib/picture-url";
import { Icon } from "./icon";

export interface PictureProps {
  image: Pick<Image, "alt" | "width" | "height" | "url" | "sizes">;
  /** The `sizes` attribute: how wide the picture is shown. */
  sizes: string;
  /** The picture a page opens with: loaded at once and first. */
  priority?: boolean;
  /** Replaces the picture's own text; "" where words beside it say the same. */
  alt?: string;
  className?: string;
}

/** A stored picture in the width the screen needs. The API made the widths; nothing is resized here. */
export function Picture({ image, sizes, priority = false, alt, className }: PictureProps) {
  const set = srcSet(image);
  return (
    // biome-ignore lint/performance/noImgElement: the API stores every width, nothing is resized here
    <img
      className={className}
      src={isPictureUrl(image.url) ? image.url : undefined}
      srcSet={set || undefined}
      sizes={set ? sizes : undefined}
      width={image.width}
      height={image.height}
      alt={alt ?? image.alt}
      decoding={priority ? "sync" : "async"}
      loading={priority ? "eager" : "lazy"}
      fetchPriority={priority ? "high" : "auto"}
    />
  );
}

/** Where a product has no picture. Its name stands beside it. */
export function NoPicture() {
  return (
    <span className="no-picture">
      <Icon name="picture" />
    </span>
  );
}
