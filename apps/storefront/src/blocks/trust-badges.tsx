import type { z } from "zod";
import { useWords } from "#words";
import { FactIcon, type FactIconName } from "@/components/fact-icon";
import type { Store } from "@/lib/api-types";
import { deliveryTo } from "@/lib/delivery";
import { formatRound } from "@/lib/money";
import { wordsOf } from "@/messages/catalogues";

import type { BlockProps } from "./block-props";
import type { trustBadges } from "./schemas";

interface Badge {
  icon: FactIconName;
  title: string;
  text: string;
}

/** What the shop's settings promise by themselves, when the merchant wrote nothing. */
function ownFacts(store: Store): Badge[] {
  const { common, product } = wordsOf(store.locale);
  const facts: Badge[] = [];
  const free = store.free_shipping_from;
  const where = deliveryTo(store, 2);
  if (free) {
    const title = common.freeFrom(formatRound(free, store.locale));
    facts.push({ icon: "truck", title, text: where ?? "" });
  } else if (where) {
    facts.push({ icon: "globe", title: where, text: product.deliveryHow });
  }
  facts.push({ icon: "lock", title: product.payTitle, text: product.payText });
  if (store.contact_email) {
    facts.push({ icon: "mail", title: product.questions, text: store.contact_email });
  }
  return facts;
}

/** One pane of facts. */
export function TrustBadges({ store, settings }: BlockProps<z.infer<typeof trustBadges>>) {
  const texts = useWords("blocks");
  const items: Badge[] = settings.items.length > 0 ? settings.items : ownFacts(store);
  return (
    <section className="wrap trust-block">
      <h2 className="sr-only">{settings.heading || texts.trust}</h2>
      <ul className="trust glass" data-count={items.length}>
        {items.map((item) => (
          <li key={item.title}>
            <FactIcon name={item.icon} />
            <span>
              <b>{item.title}</b>
              {item.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
