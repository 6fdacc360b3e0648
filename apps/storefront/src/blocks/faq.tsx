import type { z } from "zod";
import { useWords } from "#words";
import { Icon } from "@/components/icon";

import type { BlockProps } from "./block-props";
import type { faq } from "./schemas";

/** Questions that fold open, without a script. */
export function Faq({ store, settings }: BlockProps<z.infer<typeof faq>>) {
  const texts = useWords("blocks");
  const footer = useWords("footer");
  const { items, heading, text } = settings;
  if (items.length === 0) return null;
  return (
    <section className="section wrap faq">
      <div>
        <h2 className="d2">{heading || texts.faq}</h2>
        {text && <p className="lead">{text}</p>}
        {store.contact_email && (
          <a className="btn btn-glass" href={`mailto:${store.contact_email}`}>
            <Icon name="mail" /> {footer.write}
          </a>
        )}
      </div>
      <div className="stack faq-items">
        {items.map((item, index) => (
          <details key={item.question} className="fold glass" open={index === 0}>
            <summary>
              {item.question} <Icon name="plus" />
            </summary>
            <p className="whitespace-pre-line">{item.answer}</p>
          </details>
        ))}
      </div>
    </section>
  );
}
