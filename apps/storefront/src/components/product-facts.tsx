import type { Store } from "@/data/types";
import { countryName } from "@/lib/countries";
import { formatRound } from "@/lib/money";
import { common, product as words } from "@/messages/en";
import { Icon } from "./icon";

const NAMES = 2;

/** Delivery and payment as the shop's settings state them. Nothing is promised that no one set. */
export function ProductFacts({ store }: { store: Store }) {
  const { ship_to, locale, free_shipping_from: free } = store;
  const names = ship_to.slice(0, NAMES).map((code) => countryName(code, locale));
  const where =
    ship_to.length > NAMES
      ? common.shipsTo(common.shipsToMore(names.join(", "), ship_to.length - NAMES))
      : ship_to.length > 0
        ? common.shipsTo(new Intl.ListFormat(locale, { type: "conjunction" }).format(names))
        : words.delivery;
  return (
    <ul className="facts panel">
      <li>
        <Icon name="truck" />
        <span>
          <b>{where}</b>
          {free && `${words.deliveryFreeFrom(formatRound(free, locale))} `}
          {words.deliveryHow}
        </span>
      </li>
      <li>
        <Icon name="lock" />
        <span>
          <b>{words.payTitle}</b>
          {words.payText}
        </span>
      </li>
      {store.contact_email && (
        <li>
          <Icon name="mail" />
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
