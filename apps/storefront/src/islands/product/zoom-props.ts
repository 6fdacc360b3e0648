import type { Image } from "@/lib/api-types";

/** What the enlarged picture is given; apart, because the gallery loads the dialog only on demand. */
export interface ZoomProps {
  images: Image[];
  start: number;
  onClose: (index: number) => void;
}
