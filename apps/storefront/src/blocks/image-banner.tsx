import type { z } from "zod";
import { Picture } from "@/components/picture";
import { ShopLink } from "@/components/shop-link";
import type { BlockProps } from "./block-props";
import type { imageBanner } from "./schemas";

/** A wide picture with a card of glass on it. */
export function ImageBanner({ settings }: BlockProps<z.infer<typeof imageBanner>>) {
  const { heading, text, image, button_label, button_link } = settings;
  if (!heading && !image) return null;
  return (
    <section className="section wrap">
      <div className={image ? "banner" : "banner banner-plain"}>
        {image && <Picture image={image} sizes="(min-width: 1344px) 1280px, 94vw" />}
        {heading && (
          <div className="banner-card glass">
            <h2 className="d2">{heading}</h2>
            {text && <p className="muted">{text}</p>}
            {button_label && button_link && (
              <ShopLink className="btn btn-primary" href={button_link}>
                {button_label}
              </ShopLink>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
