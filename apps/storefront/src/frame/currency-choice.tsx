import { useWords } from "#words";
import { Icon } from "@/components/icon";
import type { Store } from "@/lib/api-types";
import { type CurrencyChoice, currencyChoices } from "@/lib/currencies";

/** Links that need no script: the proxy keeps the rest of the address (src/proxy.ts). */
function Links({
  choices,
  shown,
  long = false,
}: {
  choices: CurrencyChoice[];
  shown: string;
  /** Whether the names of the currencies are written out. */
  long?: boolean;
}) {
  return (
    <ul className="currencies">
      {choices.map(({ code, name, sign }) => {
        const short = sign === code ? code : `${code} ${sign}`;
        return (
          <li key={code}>
            <a
              href={`?currency=${code}`}
              rel="nofollow"
              aria-current={code === shown ? "true" : undefined}
              aria-label={long ? undefined : `${short}, ${name}`}
            >
              {long && <span>{name}</span>}
              <span className="num">{short}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** The currencies to choose from, one beside the other; nothing where there is one only. */
export function CurrencyRow({
  store,
  className,
  label,
}: {
  store: Store;
  className: string;
  label: string;
}) {
  if (store.currencies.length < 2) return null;
  return (
    <nav aria-label={label} className={className}>
      <Links choices={currencyChoices(store.currencies, store.locale)} shown={store.currency} />
    </nav>
  );
}

/** The currency in the bar; the others open below it on hover and on focus. */
export function CurrencyMenu({ store }: { store: Store }) {
  const choice = useWords("choice");
  if (store.currencies.length < 2) return null;
  const choices = currencyChoices(store.currencies, store.locale);
  const name = choices.find(({ code }) => code === store.currency)?.name ?? store.currency;
  return (
    <div className="bar-group bar-currency">
      <button type="button" className="bar-word" aria-label={choice.shownIn(store.currency, name)}>
        {store.currency}
        <Icon name="chevron" className="icon icon-small" />
      </button>
      <div className="panel bar-below">
        <Links choices={choices} shown={store.currency} long />
      </div>
    </div>
  );
}
