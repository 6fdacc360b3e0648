"use client";

import { Button } from "@ecomm/ui/button";
import { Checkbox } from "@ecomm/ui/checkbox";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Skeleton } from "@ecomm/ui/skeleton";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import Link from "next/link";
import type { KeyboardEvent } from "react";
import type { Found, Offer } from "@/api/suppliers";
import { countryName } from "@/features/stores/choices";
import { costRange } from "@/features/suppliers/figures";
import { GoodsPicture } from "@/features/suppliers/goods-picture";
import { findingTexts } from "./texts";
import type { Told } from "./use-offers";

export interface CardProps {
  found: Found;
  /** Our id of it once it is kept. */
  ours: string | null;
  told: Told | undefined;
  /** Whether shipping and stock are asked for. */
  facts: boolean;
  busy: boolean;
  selected: boolean;
  /** Where what was taken stands. */
  home: string;
  /** Whether this person may take. */
  mayTake: boolean;
  tabbable: boolean;
  onSelect: (on: boolean) => void;
  onTake: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLLIElement>) => void;
}

/** A hit of a search: picture, cost, how it would travel here, what is left, and a way to take it. */
export function FoundCard(props: CardProps) {
  const { found, ours, busy, selected, mayTake } = props;
  const t = useTexts(findingTexts);
  const selectable = mayTake && !found.mapped;
  return (
    <li
      data-card
      tabIndex={props.tabbable ? 0 : -1}
      aria-label={found.title}
      onKeyDown={props.onKeyDown}
      className={cn(
        "relative flex min-w-0 flex-col overflow-hidden rounded-panel bg-surface inset-ring inset-ring-border focus-visible:-outline-offset-1",
        selected && "inset-ring-2 inset-ring-accent",
      )}
    >
      <GoodsPicture
        url={found.image_url}
        size="fill"
        className="aspect-square w-full rounded-none"
      />
      {selectable ? (
        <span className="absolute start-2 top-2 grid size-8 place-items-center rounded-sm bg-surface/90">
          <Checkbox
            aria-label={t("select", { title: found.title })}
            checked={selected}
            disabled={busy}
            onCheckedChange={(on) => props.onSelect(on === true)}
          />
        </span>
      ) : null}
      <div className="flex min-w-0 flex-1 flex-col gap-1.5 p-3 text-13">
        <h3 className="line-clamp-2 min-h-10 font-medium wrap-anywhere" title={found.title}>
          {found.title}
        </h3>
        <Price found={found} offer={props.told?.offer} />
        <Demand found={found} />
        {props.facts ? <Facts told={props.told} /> : null}
        <div className="mt-auto flex min-h-8 items-center justify-between gap-2 pt-2">
          {ours !== null ? (
            <>
              <Status glyph="square-full" tone="success">
                {t(found.mapped ? "mapped" : "taken")}
              </Status>
              <Button asChild size="sm" variant="ghost">
                <Link
                  href={`${props.home}?product=${ours}`}
                  aria-label={t("open_taken", { title: found.title })}
                >
                  {t("see")}
                </Link>
              </Button>
            </>
          ) : mayTake ? (
            <Button
              size="sm"
              className="w-full"
              pending={busy}
              aria-label={t("take_named", { title: found.title })}
              onClick={props.onTake}
            >
              {t("take")}
            </Button>
          ) : null}
        </div>
      </div>
    </li>
  );
}

/** What it costs: the search's cheapest, or the whole range once the supplier was asked. */
function Price({ found, offer }: { found: Found; offer: Offer | undefined }) {
  const t = useTexts(findingTexts);
  const { cost, currency, list_price: list } = found;
  const range = offer ? costRange(offer, t.locale) : null;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  return (
    <p className="num text-14 font-semibold">
      {range ?? (cost === null ? t("cost_unknown") : money(cost))}
      {list !== null && list > (offer?.cost_to ?? cost ?? list) ? (
        <s className="ms-1.5 text-12 font-normal text-subtle">{money(list)}</s>
      ) : null}
    </p>
  );
}

/** The supplier's own words about demand. */
function Demand({ found }: { found: Found }) {
  const t = useTexts(findingTexts);
  const parts = [
    found.rating === null ? null : t("rating", { rating: found.rating.toFixed(1) }),
    found.orders_count === null ? null : t("sold", { count: found.orders_count }),
  ].filter((one) => one !== null);
  return parts.length > 0 ? <p className="num text-12 text-subtle">{parts.join(" · ")}</p> : null;
}

const STOCK: Readonly<Record<string, { glyph: Glyph; tone: Tone }>> = {
  in_stock: { glyph: "square-full", tone: "success" },
  out: { glyph: "blocked", tone: "danger" },
};

function Facts({ told }: { told: Told | undefined }) {
  const t = useTexts(findingTexts);
  if (told?.failed && !told.offer) {
    return (
      <p className="text-12 text-muted">
        {t("not_told")}{" "}
        <button
          type="button"
          onClick={told.retry}
          className="rounded-xs text-accent underline-offset-3 hover:underline"
        >
          {t("again")}
        </button>
      </p>
    );
  }
  if (!told?.offer) {
    return (
      <span className="grid gap-2 py-1" title={t("asking")}>
        <Skeleton className="w-28" />
        <Skeleton className="w-20" />
      </span>
    );
  }
  const { offer } = told;
  const country = countryName(offer.destination, t.locale);
  const [lane] = offer.lanes;
  const look = STOCK[offer.availability] ?? { glyph: "unknown" as const, tone: "warning" as const };
  const stock =
    offer.availability === "in_stock"
      ? offer.stock === null
        ? t("in_stock")
        : t("left", { count: offer.stock })
      : t(offer.availability === "out" ? "out" : "unknown");
  const origins = offer.origins.map((code) => countryName(code, t.locale)).join(", ");
  return (
    <ul className="grid gap-1 text-12">
      <li className="num">
        {lane ? (
          <>
            {lane.cost === 0
              ? t("ship_free", { country })
              : t("ship", {
                  cost: formatMoney({ amount: lane.cost, currency: lane.currency }, t.locale),
                  country,
                })}
            {lane.min_days !== null && lane.max_days !== null ? (
              <span className="text-subtle">
                {" · "}
                {t("days", { min: lane.min_days, max: lane.max_days })}
              </span>
            ) : null}
          </>
        ) : (
          <Status glyph="blocked" tone="danger">
            {t("no_lane", { country })}
          </Status>
        )}
      </li>
      <li>
        <Status {...look}>{stock}</Status>
      </li>
      {origins ? <li className="text-subtle">{t("origin", { country: origins })}</li> : null}
    </ul>
  );
}
