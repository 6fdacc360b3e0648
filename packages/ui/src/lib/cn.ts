import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const SIZES = ["11", "12", "13", "14", "16", "20", "24", "28", "32"];
const SHADOWS = ["control", "sheet", "pop", "overlay"];

// Our names for sizes and shadows, so that `text-13` does not count as a colour beside `text-muted`.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: SIZES,
      shadow: SHADOWS,
      radius: ["xs", "sm", "md", "panel", "lg", "xl", "full"],
    },
  },
});

/** Joins class names; of two utilities for the same property the later wins. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
