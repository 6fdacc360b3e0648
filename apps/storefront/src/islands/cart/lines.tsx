"use client";

import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { NoPicture, Picture } from "@/components/picture";
import { PageLink } from "@/components/shop-link";
import type { CartLine } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";
import type { Words } from "@/messages/catalogues";

import { setQuantity, useCart } from "./store";

const MAX_QUANTITY = 999;

function problemText(line: CartLine, words: Words["cart"]): string | null {
  switch (line.problem) {
    case "sold_out":
      return words.soldOut;
    case "not_enough":
      return words.notEnough(line.available ?? 0);
    case "unavailable":
      return words.unavailable;
    case "price_changed":
      return words.priceChanged;
    default:
      return null;
  }
}

/** What is wrong with a line, with the button that puts it right. */
function Problem({ line, busy }: { line: CartLine; busy: boolean }) {
  const words = useWords("cart");
  const text = problemText(line, words);
  if (!text) return null;
  const left = line.available ?? 0;
  const [target, label] =
    line.problem === "not_enough" && left > 0
      ? [left, words.setTo(left)]
      : line.problem === "price_changed"
        ? [line.quantity, words.accept]
        : [0, words.takeOut];
  return (
    <p className="error line-problem">
      <Icon name="info" />
      <span>
        {text}{" "}
        <button
          type="button"
          className="fix"
          disabled={busy}
          onClick={() => setQuantity(line, target)}
        >
          {label}
        </button>
      </span>
    </p>
  );
}

function Line({ line, locale }: { line: CartLine; locale: string }) {
  const words = useWords("cart");
  const offers = useWords("offers");
  const { busy } = useCart();
  const waiting = busy.has(line.id);
  const most = Math.min(line.available ?? MAX_QUANTITY, MAX_QUANTITY);
  const href = `/products/${encodeURIComponent(line.product_slug)}`;
  return (
    <li className="line" aria-busy={waiting}>
      <span className="stage line-picture">
        {line.image ? <Picture image={line.image} sizes="92px" alt="" /> : <NoPicture />}
      </span>
      <PageLink className="strong line-title clamp-2" href={href}>
        {line.title}
      </PageLink>
      <span className="num strong line-sum">{formatMoney(line.line_total, locale)}</span>
      <span className="small muted line-kind">
        {line.variant_title}
        {line.quantity > 1 && (
          <>
            {line.variant_title ? ", " : ""}
            {words.each(formatMoney(line.unit_price, locale))}
          </>
        )}
        {line.components.length > 0 && (
          <span className="block">
            {line.components
              .map((part) =>
                part.quantity > 1 ? offers.units(part.quantity, part.title) : part.title,
              )
              .join(" + ")}
          </span>
        )}
      </span>
      <div className="line-acts">
        <span className="qty qty-small">
          <button
            type="button"
            aria-label={words.lessNamed(line.title)}
            disabled={waiting || line.quantity <= 1}
            onClick={() => setQuantity(line, line.quantity - 1)}
          >
            <Icon name="minus" className="icon icon-small" />
          </button>
          <output aria-live="polite">{line.quantity}</output>
          <button
            type="button"
            aria-label={words.moreNamed(line.title)}
            disabled={waiting || line.quantity >= most}
            onClick={() => setQuantity(line, line.quantity + 1)}
          >
            <Icon name="plus" className="icon icon-small" />
          </button>
        </span>
        <button
          type="button"
          className="link small muted block-link"
          aria-label={words.removeNamed(line.title)}
          disabled={waiting}
          onClick={() => setQuantity(line, 0)}
        >
          {words.remove}
        </button>
      </div>
      <Problem line={line} busy={waiting} />
    </li>
  );
}

export function CartLines({ lines, locale }: { lines: CartLine[]; locale: string }) {
  return (
    <ul className="stack" style={{ "--gap": "18px" } as React.CSSProperties}>
      {lines.map((line) => (
        <Line key={line.id} line={line} locale={locale} />
      ))}
    </ul>
  );
}
