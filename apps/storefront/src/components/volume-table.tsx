import { useWords } from "#words";
import type { Product, Store, VolumeOffer } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

type Table = VolumeOffer["variants"][number];

const signature = (table: Table): string =>
  JSON.stringify([
    table.price.amount,
    table.tiers.map((tier) => [tier.quantity, tier.unit_price.amount]),
  ]);

function Rows({ table, locale }: { table: Table; locale: string }) {
  const words = useWords("offers");
  const one = table.price;
  return (
    <tbody>
      <tr>
        <th scope="row">{words.one}</th>
        <td className="num">{formatMoney(one, locale)}</td>
        <td />
      </tr>
      {table.tiers.map((tier) => (
        <tr key={tier.quantity}>
          <th scope="row">{words.from(tier.quantity)}</th>
          <td className="num strong">{formatMoney(tier.unit_price, locale)}</td>
          <td className="num volume-save">
            {words.less(Math.round((100 * (one.amount - tier.unit_price.amount)) / one.amount))}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** What a unit costs from which quantity on: one table, or one per kind where they differ. */
export function VolumeTable({
  offer,
  product,
  store,
}: {
  offer: VolumeOffer;
  product: Product;
  store: Pick<Store, "locale">;
}) {
  const words = useWords("offers");
  const counts = {
    line: words.countLine,
    product: words.countProduct,
    selection: words.countSelection,
  };
  const alike = new Map<string, Table[]>();
  for (const table of offer.variants) {
    alike.set(signature(table), [...(alike.get(signature(table)) ?? []), table]);
  }
  const every = alike.size === 1 && offer.variants.length === product.variants.length;
  const name = (table: Table) =>
    product.variants.find((variant) => variant.id === table.variant_id)?.title;
  const tables = [...alike.values()].flatMap(([first, ...rest]) =>
    first ? [{ first, names: [first, ...rest].map(name).join(", ") }] : [],
  );
  const counted = offer.variants.length > 1 || offer.counting !== "line";
  return (
    <section className="volume" aria-labelledby="volume">
      <h2 className="d3" id="volume">
        {words.volume}
      </h2>
      {tables.map(({ first, names }) => (
        <table key={first.variant_id}>
          {!every && <caption className="small muted">{names}</caption>}
          <thead>
            <tr>
              <th scope="col">{words.quantity}</th>
              <th scope="col">{words.each}</th>
              <th scope="col">{words.save}</th>
            </tr>
          </thead>
          <Rows table={first} locale={store.locale} />
        </table>
      ))}
      {counted && product.variants.length > 1 && (
        <p className="small muted">{counts[offer.counting]}</p>
      )}
    </section>
  );
}
