"use client";

import type { BulkAction } from "@ecomm/ui/data-table";
import { useTexts } from "@ecomm/ui/i18n";
import { Progress } from "@ecomm/ui/progress";
import { SwitchField } from "@ecomm/ui/switch";
import dynamic from "next/dynamic";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import type { Found, Supplier } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { FoundCard } from "./card";
import { columnsOf, step } from "./grid";
import { findingTexts } from "./texts";
import { useOffers } from "./use-offers";
import type { Taking } from "./use-taking";

// Nothing is chosen at first.
const BulkBar = dynamic(() => import("@ecomm/ui/data-table").then((part) => part.BulkBar), {
  ssr: false,
});

/** What was found: cards to move among with arrow keys, to select and to take. */
export function Results({
  supplier,
  products,
  total,
  title,
  back,
  taking,
  home,
  actions,
}: {
  supplier: Supplier;
  products: readonly Found[];
  total: number | null;
  title: string;
  back: ReactNode;
  taking: Taking;
  home: string;
  /** What else can be done with the chosen ones. */
  actions?: (chosen: readonly Found[]) => readonly BulkAction[];
}) {
  const t = useTexts(findingTexts);
  const store = useStore();
  const mayTake = useMay()("sourcing");
  const grid = useRef<HTMLUListElement>(null);
  const [facts, setFacts] = useState(true);
  const [at, setAt] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const ids = useMemo(() => products.map((one) => one.external_id), [products]);
  const told = useOffers(store.id, supplier.id, ids, facts);
  const oursOf = (found: Found) =>
    found.supplier_product_id ?? taking.taken.get(found.external_id) ?? null;
  const isChosen = (found: Found) => selected.has(found.external_id) && !found.mapped;
  const chosen = products.filter(isChosen);
  const fresh = chosen.filter((one) => oursOf(one) === null);
  const select = (id: string, on: boolean) =>
    setSelected((all) => {
      const next = new Set(all);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });

  function onKeyDown(event: KeyboardEvent<HTMLLIElement>, place: number, found: Found) {
    if (event.target !== event.currentTarget) return;
    const cards = [...(grid.current?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
    const columns = columnsOf(cards.map((card) => card.offsetTop));
    const next = step(event.key, place, cards.length, columns);
    const free = mayTake && oursOf(found) === null;
    if (next !== null) {
      setAt(next);
      cards[next]?.focus();
    } else if ((event.key === " " || event.key === "x") && mayTake && !found.mapped) {
      select(found.external_id, !selected.has(found.external_id));
    } else if (event.key === "Enter" && free) {
      void taking.take([found]);
    } else return;
    event.preventDefault();
  }

  const { progress } = taking;
  return (
    <section aria-label={title}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-3 text-13">
        <h2 className="min-w-0 font-semibold wrap-anywhere">{title}</h2>
        <span className="num text-12 text-subtle">
          {t("count", { count: total ?? products.length })}
        </span>
        {back}
        <span title={t("facts_help")} className="md:ms-auto">
          <SwitchField label={t("facts_on")} checked={facts} onCheckedChange={setFacts} />
        </span>
      </div>
      {mayTake ? <p className="sr-only">{t("keys")}</p> : null}
      <ul
        ref={grid}
        className="grid grid-cols-2 gap-3 md:grid-cols-[repeat(auto-fill,minmax(208px,1fr))] md:gap-4"
      >
        {products.map((found, place) => (
          <FoundCard
            key={found.external_id}
            found={found}
            ours={oursOf(found)}
            told={told.get(found.external_id)}
            facts={facts}
            busy={taking.busy.has(found.external_id)}
            selected={isChosen(found)}
            home={home}
            mayTake={mayTake}
            tabbable={place === Math.min(at, products.length - 1)}
            onSelect={(on) => select(found.external_id, on)}
            onTake={() => void taking.take([found])}
            onKeyDown={(event) => onKeyDown(event, place, found)}
          />
        ))}
      </ul>
      {progress ? (
        <div
          role="status"
          data-floating
          className="sticky bottom-21 z-20 mx-auto mt-4 grid w-full max-w-80 gap-2 rounded-panel bg-raised p-3 text-13 shadow-pop md:bottom-4"
        >
          <span className="num">{t("progress", progress)}</span>
          <Progress
            value={progress.done / progress.total}
            label={t("progress", progress)}
            size="md"
          />
        </div>
      ) : (
        <div className="pt-6">
          <BulkBar
            ids={chosen.map((one) => one.external_id)}
            onClear={() => setSelected(new Set())}
            actions={[
              ...(actions?.(chosen) ?? []),
              ...(fresh.length > 0
                ? [
                    {
                      key: "take",
                      label: t("take_many", { count: fresh.length }),
                      run: () => {
                        void taking.take(fresh);
                      },
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
    </section>
  );
}
