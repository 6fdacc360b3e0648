import { useWords } from "#words";
import type { Store } from "@/lib/api-types";
import { deliveryTo } from "@/lib/delivery";
import { formatRound } from "@/lib/money";

import { FactIcon } from "./fact-icon";

/** Delivery and payment as the shop's settings state them. Nothing is promised that no one set. */
export function ProductFacts({ store }: { store: Store }) {
  const words = useWords("product");
  const { locale, free_shipping_from: free } = store;
  return (
    <ul className="facts panel">
      <li>
        <FactIcon name="truck" />
        <span>
          <b>{deliveryTo(store, 2) ?? words.delivery}</b>
          {free && `${words.deliveryFreeFrom(formatRound(free, locale))} `}
          {words.deliveryHow}
        </span>
      </li>
      <li>
        <FactIcon name="lock" />
        <span>
          <b>{words.payTitle}</b>
          {words.payText}
        </span>
      </li>
      {store.contact_email && (
        <li>
          <FactIcon name="mail" />
          <span>
            <b>{words.questions}</b>
            <a className="link" href={`mailto:${store.contact_email}`}>
              {store.contact_email}
            </a>
          </span>
        </li>
      )}
    </ul>
  );
}
