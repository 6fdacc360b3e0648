import type { z } from "zod";
import type { BlockProps } from "./block-props";
import type { customText } from "./schemas";

/** The merchant's own words. Plain text: what looks like markup is shown, not run. */
export function CustomText({ settings }: BlockProps<z.infer<typeof customText>>) {
  const paragraphs = settings.text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  if (!settings.heading && paragraphs.length === 0) return null;
  return (
    <section className="section wrap">
      <div
        className={settings.align === "center" ? "prose-block text-center mx-auto" : "prose-block"}
      >
        {settings.heading && <h2 className="d2">{settings.heading}</h2>}
        {paragraphs.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no other name
          <p key={index} className="lead whitespace-pre-line">
            {part}
          </p>
        ))}
      </div>
    </section>
  );
}
