"use client";

import { useWords } from "#words";
import type { SavedAddress } from "@/lib/api-types";
import { countryName } from "@/lib/countries";

/** What is chosen: an address of the book by its id, or one that is typed. */
export const TYPED = "typed";

interface AddressBookProps {
  addresses: SavedAddress[];
  chosen: string;
  locale: string;
  /** Whether the shop ships to a country. */
  offered: (country: string) => boolean;
  onChoose: (id: string) => void;
}

const lineOf = (address: SavedAddress, locale: string): string =>
  [
    address.line1,
    address.line2,
    `${address.postal_code} ${address.city}`,
    address.state,
    countryName(address.country, locale),
  ]
    .filter(Boolean)
    .join(", ");

/** The shopper's addresses, and the way to another. */
export function AddressBook({ addresses, chosen, locale, offered, onChoose }: AddressBookProps) {
  const words = useWords("checkout");
  return (
    <div className="choices" role="radiogroup" aria-labelledby="where">
      {addresses.map((address) => {
        const reached = offered(address.country);
        return (
          <label key={address.id} className="choice choice-two">
            <input
              type="radio"
              name="address"
              value={address.id}
              disabled={!reached}
              checked={chosen === address.id}
              onChange={() => onChoose(address.id)}
            />
            <span className="min-w-0">
              <b className="strong">{address.name}</b>
              <small>{lineOf(address, locale)}</small>
              {!reached && <small>{words.howNone(countryName(address.country, locale))}</small>}
            </span>
          </label>
        );
      })}
      <label className="choice choice-two">
        <input
          type="radio"
          name="address"
          value={TYPED}
          checked={chosen === TYPED}
          onChange={() => onChoose(TYPED)}
        />
        <b className="strong">{words.anotherAddress}</b>
      </label>
    </div>
  );
}
