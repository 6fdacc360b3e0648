"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { formatMoney, saving } from "@/lib/money";

import { addToCart } from "../cart/store";
import { Option } from "./options";
import { showPictureOf } from "./show-picture";
import { type PackedProduct, type Variant, Variants } from "./variants";

const MAX_QUANTITY = 99;

export interface BuyBoxProps {
  product: PackedProduct;
  /** Paints per option, or null where it shows chips. */
  paints: (string[] | null)[];
  locale: string;
  taxIncluded: boolean;
  /** Minor units from which delivery is free; null: never. */
  freeFrom: number | null;
  open: boolean;
  contact: string | null;
}

function PriceBlock({ variant, locale, note }: { variant: Variant; locale: string; note: string }) {
  const common = useWords("common");
  const words = useWords("product");
  const percent = saving(variant.price, variant.before);
  const saved = variant.before
    ? { ...variant.price, amount: variant.before.amount - variant.price.amount }
    : null;
  return (
    <div aria-live="polite">
      <p className={percent === null ? "price price-big" : "price price-big price-sale"}>
        <span className="price-now" suppressHydrationWarning>
          {percent !== null && <span className="sr-only">{common.now} </span>}
          {formatMoney(variant.price, locale)}
        </span>
        {percent !== null && variant.before && saved && (
          <>
            <s suppressHydrationWarning>
              <span className="sr-only">{common.before} </span>
              {formatMoney(variant.before, locale)}
            </s>
            <span className="price-save" suppressHydrationWarning>
              {words.youSave(formatMoney(saved, locale))}
            </span>
          </>
        )}
      </p>
      {percent !== null && variant.prior && (
        <p className="small muted price-note" suppressHydrationWarning>
          {words.prior(formatMoney(variant.prior, locale))}
        </p>
      )}
      <p className="small muted price-note">{note}</p>
    </div>
  );
}

function Stock({ variant }: { variant: Variant | null }) {
  const words = useWords("product");
  if (!variant?.available) return null;
  const few = variant.left !== null;
  return (
    <p className={few ? "stock stock-few" : "stock"}>
      {few ? words.onlyLeft(variant.left ?? 0) : words.inStock}
    </p>
  );
}

/** Choices, price, stock, quantity, and the button; on phones also a bar that stays in reach. */
export function BuyBox(props: BuyBoxProps) {
  const words = useWords("product");
  const { product, paints, locale, open, contact } = props;
  const variants = useMemo(() => new Variants(product), [product]);
  const [picks, setPicks] = useState(() => variants.start(null));
  const [quantity, setQuantity] = useState(1);
  const [phase, setPhase] = useState<"idle" | "adding" | "added">("idle");
  const [problem, setProblem] = useState<string | null>(null);
  const [barShown, setBarShown] = useState(false);
  const button = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const wanted = new URLSearchParams(window.location.search).get("variant");
    if (wanted) setPicks(variants.start(wanted));
  }, [variants]);

  useEffect(() => {
    const element = button.current;
    if (!element || typeof IntersectionObserver === "undefined") return;
    const watch = new IntersectionObserver(([entry]) => setBarShown(!entry?.isIntersecting));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const variant = variants.find(picks);
  const most = Math.min(variant?.left ?? MAX_QUANTITY, MAX_QUANTITY);
  const amount = Math.min(quantity, Math.max(1, most));
  const chosen = product.options.map((option, index) => option.values[picks[index] ?? 0] ?? "");
  const canBuy = open && variant?.available === true;

  const pick = (option: number, value: number) => {
    setPicks(picks.map((old, index) => (index === option ? value : old)));
    setProblem(null);
    setPhase("idle");
    const word = product.options[option]?.values[value];
    if (paints[option] && word) showPictureOf([word]);
  };

  const add = async () => {
    if (!variant || phase === "adding") return;
    setPhase("adding");
    const failed = await addToCart(variant.id, amount, product.title);
    setProblem(failed);
    setPhase(failed ? "idle" : "added");
  };

  const priced = variant ?? variants.find(variants.start(null));
  const free = props.freeFrom !== null && priced !== null && priced.price.amount >= props.freeFrom;
  const note = `${props.taxIncluded ? words.taxIncluded : words.taxAdded}, ${
    free ? words.deliveryFree : words.deliveryExtra
  }.`;
  const label = !open
    ? words.closed
    : !variant
      ? words.notOffered
      : !variant.available
        ? words.soldOut
        : phase === "adding"
          ? words.adding
          : words.add;
  const what = chosen.filter(Boolean).join(", ");

  return (
    <>
      <form className="buy-form" onSubmit={(event) => event.preventDefault()}>
        {priced && <PriceBlock variant={priced} locale={locale} note={note} />}
        {product.options.map((option, index) => (
          <Option
            key={option.name}
            variants={variants}
            index={index}
            picks={picks}
            onPick={pick}
            paints={paints[index] ?? null}
          />
        ))}
        <div aria-live="polite" className="stack live">
          <Stock variant={variant} />
          {open && !canBuy && (
            <p className="note">
              <Icon name="info" />
              <span>
                {!variants.anyAvailable
                  ? words.allSoldOut
                  : variant
                    ? words.soldOutNote(what)
                    : words.notOfferedNote(what)}{" "}
                {contact && (
                  <a
                    className="link"
                    href={`mailto:${contact}?subject=${encodeURIComponent(product.title)}`}
                  >
                    {words.askUs}
                  </a>
                )}
              </span>
            </p>
          )}
          {!open && (
            <p className="note">
              <Icon name="info" />
              <span>{words.closedText}</span>
            </p>
          )}
        </div>
        <div className="buy-go" ref={button}>
          <fieldset className="qty" aria-label={words.quantity}>
            <button
              type="button"
              aria-label={words.oneLess}
              disabled={amount <= 1}
              onClick={() => setQuantity(amount - 1)}
            >
              <Icon name="minus" />
            </button>
            <output aria-live="polite">{amount}</output>
            <button
              type="button"
              aria-label={words.oneMore}
              disabled={!canBuy || amount >= most}
              onClick={() => setQuantity(amount + 1)}
            >
              <Icon name="plus" />
            </button>
          </fieldset>
          <button
            type="button"
            className="btn btn-primary"
            disabled={!canBuy}
            aria-busy={phase === "adding"}
            onClick={add}
          >
            {label}
          </button>
        </div>
        {problem && (
          <p className="error" role="alert">
            <Icon name="info" />
            <span>{problem}</span>
          </p>
        )}
        <noscript>
          <p className="note">{words.noScript}</p>
        </noscript>
      </form>
      {canBuy && (
        <div className="buy-bar glass" data-shown={barShown} inert={!barShown}>
          <div className="min-w-0">
            <b className="strong clamp-2">{[product.title, what].filter(Boolean).join(", ")}</b>
            <span className="small num" suppressHydrationWarning>
              {formatMoney(variant.price, locale)}
            </span>
          </div>
          <button
            type="button"
            className="btn btn-primary push"
            aria-busy={phase === "adding"}
            onClick={add}
          >
            {label}
          </button>
        </div>
      )}
    </>
  );
}
