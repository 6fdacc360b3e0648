"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { authTexts } from "./texts";

const euro = (amount: number) => formatMoney({ amount, currency: "EUR" });

/**
 * One price of the demo store taken apart as the product editor does it, with the same numbers.
 * A drawing beside the sign-in form.
 */
export function Slip() {
  const t = useTexts(authTexts);
  const rows = [
    [t("slip_tax"), -1421],
    [t("slip_cost"), -3950],
  ] as const;
  const parts = [
    ["bg-part-3", 1421],
    ["bg-part-1", 3950],
    ["bg-part-keep", 3529],
  ] as const;
  return (
    <figure
      aria-label={t("slip_label")}
      className="relative m-2 ms-0 hidden place-content-center justify-items-center gap-10 overflow-hidden rounded-lg bg-background md:grid"
    >
      <div className="slip-lines pointer-events-none absolute inset-0" />
      <div className="slip relative w-94 rounded-t-xl bg-raised px-6 pt-6 pb-7">
        <div className="flex items-center gap-3 pb-5">
          <span className="grid size-11 place-items-center overflow-hidden rounded-md bg-pic">
            {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
            <img src="/art/kettle.svg" alt="" width={44} height={44} />
          </span>
          <span>
            <span className="block font-medium">{t("slip_title")}</span>
            <span className="block text-12 text-subtle">{t("slip_sub")}</span>
          </span>
        </div>
        <dl className="num grid gap-2.5 border-t pt-4 pb-5 text-14">
          <SlipRow name={t("slip_item")} amount={euro(8900)} strong />
          {rows.map(([name, amount]) => (
            <SlipRow key={name} name={name} amount={euro(amount)} />
          ))}
        </dl>
        <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-xs">
          {parts.map(([tone, amount], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
            <i key={at} className={tone} style={{ width: `${amount / 89}%` }} />
          ))}
        </div>
        <p className="num mt-5 flex items-baseline justify-between font-medium">
          {t("slip_keep")}
          <span className="text-32 font-semibold text-accent">{euro(3529)}</span>
        </p>
        <p className="mt-1 text-12 text-subtle">{t("slip_note")}</p>
      </div>
      <figcaption className="relative text-14 text-muted">{t("slip_caption")}</figcaption>
    </figure>
  );
}

function SlipRow({ name, amount, strong }: { name: string; amount: string; strong?: boolean }) {
  return (
    <div className={strong ? "flex items-baseline gap-2" : "flex items-baseline gap-2 text-muted"}>
      <dt className="flex flex-1 items-baseline gap-2 after:flex-1 after:border-b after:border-dotted after:border-strong after:opacity-60">
        {name}
      </dt>
      <dd className={strong ? "font-medium" : undefined}>{amount}</dd>
    </div>
  );
}
