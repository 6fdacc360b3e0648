import type { ProductFace } from "@ecomm/suite-kit/product";
import { Aside } from "./face/aside";
import { faceFonts } from "./face/fonts";
import { Mark } from "./face/mark";
import { landingTexts } from "./landing/texts";

/** ContentForge as the suite mounts it. */
export const product: ProductFace = {
  name: "contentforge",
  title: "ContentForge",
  description: landingTexts.messages.description,
  Mark,
  fonts: faceFonts,
  Aside,
};
