/** Addresses of pictures, judged before they are written into a page. */
import type { Image } from "@/data/types";

/** An address we may put into a page: our own media path, or http(s). */
export function isPictureUrl(url: string): boolean {
  return /^(?:\/(?!\/)|https?:\/\/)[^\s"'<>\\]+$/i.test(url);
}

/** The widths of a picture as `srcset`. */
export function srcSet(image: Pick<Image, "sizes">): string {
  return image.sizes
    .filter((size) => isPictureUrl(size.url) && size.width > 0)
    .map((size) => `${size.url} ${size.width}w`)
    .join(", ");
}
