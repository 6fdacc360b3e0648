"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Keys } from "@ecomm/ui/kbd";
import { formatDate, formatDay } from "@ecomm/ui/lib/dates";
import { isTyping } from "@ecomm/ui/lib/keys";
import { formatMoney, type Money } from "@ecomm/ui/lib/money";
import { formatNumber, formatShare } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Sheet, SheetContent } from "@ecomm/ui/sheet";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { type FindAct, type FindDetail, findQuery, findsKey } from "@/api/research";
import { goodsKey, takeProduct } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { GoodsPicture } from "@/features/suppliers/goods-picture";
import { suppliersTexts } from "@/features/suppliers/texts";
import { supplierTrouble, supplierWords } from "@/features/suppliers/trouble";
import { useActor } from "@/shell/actors";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { Breakdown } from "./signals";
import { Spark } from "./spark";
import { findTexts, researchTexts } from "./texts";
import { ACT_KEYS, actsOf, type Finds } from "./use-finds";
import { FindScore, FindState, problemKey } from "./words";

/** A find, whole: what it costs and would sell for, how its score came about, what to do with it. */
export function FindSheet({
  id,
  decide,
  onClose,
}: {
  id: string;
  decide: Finds;
  onClose: () => void;
}) {
  const t = useTexts(findTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const find = useQuery(findQuery(store.id, id));
  const error = loadError(find, shell);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={find.data?.title ?? t("find")} className="md:w-160">
        {error ? (
          <LoadError error={error} />
        ) : find.data === undefined ? (
          <div className="grid gap-3" aria-busy="true">
            <Skeleton className="h-24 w-full rounded-md" />
            <Skeleton className="w-64" />
            <Skeleton className="w-48" />
          </div>
        ) : (
          <Content find={find.data} decide={decide} />
        )}
      </SheetContent>
    </Sheet>
  );
}

function Content({ find, decide }: { find: FindDetail; decide: Finds }) {
  const t = useTexts(findTexts);
  const store = useStore();
  const may = useMay();
  const acts = may("sourcing") ? actsOf(find) : [];
  const run = (act: FindAct) => decide.mutate({ ids: [find.id], act });
  useKeys(acts, decide.isPending, run);
  const link = find.url && /^https?:\/\//.test(find.url) ? find.url : null;
  return (
    <div className="grid gap-5">
      <div className="flex items-start gap-4">
        <GoodsPicture url={find.image_url} size={96} className="rounded-md" />
        <div className="grid min-w-0 gap-1.5 text-13">
          <FindScore find={find} />
          <p className="text-12 wrap-anywhere text-subtle">
            {find.supplier_name}
            {find.category ? ` · ${find.category}` : ""} ·{" "}
            <span className="font-mono">{find.external_id}</span>
          </p>
          <Decided find={find} />
          {link ? (
            <a
              href={link}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex w-max items-center gap-1 rounded-xs text-accent hover:underline"
            >
              {t("open")}
              <ExternalLink className="size-3.5" aria-hidden />
            </a>
          ) : null}
        </div>
      </div>
      {acts.length > 0 || find.goods_import ? (
        <div className="flex flex-wrap gap-2">
          {acts.map((act, n) => (
            <ActButton
              key={act}
              act={act}
              primary={n === 0 && act === "import"}
              pending={decide.isPending && decide.variables?.act === act}
              onClick={() => run(act)}
            />
          ))}
          {find.goods_import ? (
            <Button asChild>
              <Link href={`/stores/${store.id}/import-review/${find.goods_import.id}`}>
                <ReviewWords />
              </Link>
            </Button>
          ) : null}
        </div>
      ) : null}
      <Economics find={find} mayRead={may("sourcing")} />
      <Breakdown signals={find.breakdown} score={find.score} coverage={find.coverage} />
      <History find={find} />
    </div>
  );
}

/** Single keys while the sheet is open: the page's own shortcuts rest then. */
function useKeys(acts: readonly FindAct[], pending: boolean, run: (act: FindAct) => void) {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey || pending || isTyping(event.target))
        return;
      const act = acts.find((one) => ACT_KEYS[one] === event.key);
      if (act) run(act);
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [acts, pending, run]);
}

function ReviewWords() {
  return useTexts(researchTexts)("review");
}

function ActButton({
  act,
  primary,
  pending,
  onClick,
}: {
  act: FindAct;
  primary: boolean;
  pending: boolean;
  onClick: () => void;
}) {
  const t = useTexts(researchTexts);
  return (
    <Button
      {...(primary ? { variant: "primary" as const } : {})}
      pending={pending}
      onClick={onClick}
    >
      {t(act)}
      <Keys keys={[ACT_KEYS[act].toUpperCase()]} className="max-md:hidden" />
    </Button>
  );
}

/** Where it stands, and who brought it there. */
function Decided({ find }: { find: FindDetail }) {
  const t = useTexts(findTexts);
  const store = useStore();
  const actor = useActor();
  const { state, decided_by: by, decided_at: at } = find;
  return (
    <div>
      <FindState find={find} />
      {by && at && state !== "new" ? (
        <p className="mt-0.5 text-12 text-subtle">
          {t(`who_${state}`, {
            who: actor(by),
            when: formatDate(at, "day", t.locale, store.timezone),
          })}
        </p>
      ) : null}
    </div>
  );
}

function Economics({ find, mayRead }: { find: FindDetail; mayRead: boolean }) {
  const t = useTexts(findTexts);
  const words = useTexts(researchTexts);
  const store = useStore();
  const { quote } = find;
  const money = (amount: Money | null) =>
    amount ? formatMoney(amount, t.locale) : <span className="text-subtle">{t("unknown")}</span>;
  const read = useReading(find);
  return (
    <section>
      <KeyValues>
        <KeyValue label={t("cost")}>
          {money(find.cost)}
          {find.cost && quote.cost && find.cost.currency !== store.currency ? (
            <span className="text-subtle"> = {money(quote.cost)}</span>
          ) : null}
        </KeyValue>
        <KeyValue
          label={
            <>
              {t("landed")} <span className="text-12 text-subtle">{t("landed_note")}</span>
            </>
          }
        >
          {money(quote.landed)}
        </KeyValue>
        <KeyValue
          label={
            <>
              {t("sell_at")}{" "}
              {quote.rule_name ? (
                <span className="text-12 text-subtle">
                  {t("by_rule", { rule: quote.rule_name })}
                </span>
              ) : null}
            </>
          }
        >
          <b className="font-semibold">{money(quote.price)}</b>
        </KeyValue>
        <KeyValue
          label={
            <>
              {t("margin")} <span className="text-12 text-subtle">{t("margin_note")}</span>
            </>
          }
        >
          {quote.margin_ppm === null ? money(null) : formatShare(quote.margin_ppm, t.locale)}
        </KeyValue>
        <KeyValue label={t("list")}>{money(find.list_price)}</KeyValue>
        <KeyValue label={t("orders")}>
          {find.orders_count === null ? money(null) : formatNumber(find.orders_count, t.locale)}
        </KeyValue>
      </KeyValues>
      {quote.problem ? (
        <p className="mt-2 text-12 text-muted">{words(problemKey(quote.problem))}</p>
      ) : quote.landed === null ? (
        <p className="mt-2 text-12 text-muted">{t("cost_alone")}</p>
      ) : null}
      {mayRead && quote.landed === null && quote.problem !== "lane" ? (
        <Button size="sm" className="mt-2" pending={read.isPending} onClick={() => read.mutate()}>
          {t("read")}
        </Button>
      ) : null}
    </section>
  );
}

/** Reads the product at its supplier in full: what it costs, and how it travels here. */
function useReading(find: FindDetail) {
  const t = useTexts(findTexts);
  const words = useTexts(suppliersTexts);
  const store = useStore();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => takeProduct(store.id, find.supplier_id, { external_id: find.external_id }),
    onSuccess: async () => {
      toast.success(t("read_done"));
      await Promise.all([
        client.invalidateQueries({ queryKey: findsKey(store.id) }),
        client.invalidateQueries({ queryKey: goodsKey(store.id) }),
      ]);
    },
    onError: (error) => toast.error(supplierWords(error) ?? words(`t_${supplierTrouble(error)}`)),
  });
}

function History({ find }: { find: FindDetail }) {
  const t = useTexts(findTexts);
  const days = find.history;
  const [first, last] = [days.at(0), days.at(-1)];
  if (!first || !last) return null;
  const day = (iso: string) => formatDay(iso, "day", t.locale);
  const scores = days.flatMap(({ score }) => (score === null ? [] : [score]));
  const orders = days.flatMap(({ orders_count: count }) => (count === null ? [] : [count]));
  return (
    <section>
      <h3 className="mb-2 text-13 font-semibold">{t("history")}</h3>
      {days.length < 2 ? (
        <p className="text-12 text-muted">{t("history_one", { day: day(first.day) })}</p>
      ) : (
        <>
          <Spark
            values={days.map(({ score }) => score)}
            width={560}
            height={72}
            className="h-18 w-full"
            label={t("history_label", {
              from: scores.at(0) ?? 0,
              to: scores.at(-1) ?? 0,
              first: day(first.day),
              last: day(last.day),
            })}
          />
          <p className="num mt-1 flex flex-wrap justify-between gap-x-4 text-12 text-subtle">
            <span>{day(first.day)}</span>
            {orders.length > 1 ? (
              <span>
                {t("history_orders", {
                  from: formatNumber(orders[0] ?? 0, t.locale),
                  to: formatNumber(orders.at(-1) ?? 0, t.locale),
                })}
              </span>
            ) : null}
            <span>{day(last.day)}</span>
          </p>
        </>
      )}
    </section>
  );
}
