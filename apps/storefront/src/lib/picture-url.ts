/** Addresses of pictures, judged before they are written into a page. */
import type { Image } from "./api-types";

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

/** The address of a picture in its smallest width that is no stamp; "" without a picture. */
export function smallest(image: Pick<Image, "url" | "sizes"> | undefined): string {
  if (!image) return "";
  const wide = image.sizes.filter((size) => size.width >= 240).sort((a, b) => a.width - b.width);
  return wide[0]?.url ?? image.url;
}
