"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import {
  cardEntriesQuery,
  changeGiftCard,
  type GiftCard,
  giftCardQuery,
  giftCardsKey,
  sendGiftCard,
} from "@/api/gift-cards";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { CardState } from "./gift-cards-page";
import { giftCardsTexts } from "./texts";

const AdjustDialog = dynamic(() => import("./adjust-dialog").then((part) => part.AdjustDialog), {
  ssr: false,
});

/** One gift card with its ledger. */
export function GiftCardPage() {
  const t = useTexts(giftCardsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { cardId } = useParams<{ cardId: string }>();
  const card = useQuery(giftCardQuery(store.id, cardId));
  const label = card.data ? t("card", { last4: card.data.last4 }) : null;
  usePageLabel(label ?? (isMissing(card.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={card}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/gift-cards`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-48 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Shown card={found} />}
    </OneThing>
  );
}

function Shown({ card }: { card: GiftCard }) {
  const t = useTexts(giftCardsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const [adjusting, setAdjusting] = useState(false);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ["store", store.id, "gift-card", card.id] });
    await client.invalidateQueries({ queryKey: giftCardsKey(store.id) });
  };
  const act = useMutation({
    mutationFn: ({ run }: { run: () => Promise<GiftCard>; said: string }) => run(),
    onSuccess: async (_, { said }) => {
      toast.success(said);
      await refresh();
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const actions = may("balances") ? (
    <>
      {card.email ? (
        <Button
          disabled={act.isPending}
          onClick={() =>
            act.mutate({ run: () => sendGiftCard(store.id, card.id), said: t("sent") })
          }
        >
          {t("send")}
        </Button>
      ) : null}
      <Button
        disabled={act.isPending}
        onClick={() =>
          act.mutate({
            run: () => changeGiftCard(store.id, card.id, { active: !card.active }),
            said: t("switched"),
          })
        }
      >
        {t(card.active ? "switch_off" : "switch_on")}
      </Button>
      <Button variant="primary" onClick={() => setAdjusting(true)}>
        {t("adjust")}
      </Button>
    </>
  ) : null;
  return (
    <Page className="mx-auto max-w-220">
      <PageHeader
        title={t("card", { last4: card.last4 })}
        status={<CardState card={card} />}
        actions={actions}
      />
      <Panel className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-1 p-4 wrap-anywhere">
        <p className="num text-24 font-medium">
          {formatMoney(card.balance, t.locale)}{" "}
          <span className="text-13 font-normal text-subtle">
            {t("of", { initial: formatMoney(card.initial, t.locale) })}
          </span>
        </p>
        {card.email ? <p className="text-13 text-muted">{card.email}</p> : null}
        {card.note ? <p className="text-13 text-muted">{card.note}</p> : null}
        {card.order_id ? (
          <Link
            href={`/stores/${store.id}/orders/${card.order_id}`}
            className="rounded-xs text-13 text-accent"
          >
            {t("bought")}
          </Link>
        ) : null}
      </Panel>
      <Ledger card={card} />
      {adjusting ? (
        <AdjustDialog card={card} onClose={() => setAdjusting(false)} onDone={refresh} />
      ) : null}
    </Page>
  );
}

function Ledger({ card }: { card: GiftCard }) {
  const t = useTexts(giftCardsTexts);
  const store = useStore();
  const entries = useQuery(cardEntriesQuery(store.id, card.id));
  return (
    <Panel>
      <PanelHeader title={t("ledger")} />
      {entries.data ? (
        <ul>
          {entries.data.items.map((entry) => (
            <li
              key={entry.id}
              className="flex min-h-13 items-center gap-3 border-t px-4 py-1.5 text-13 first:border-0"
            >
              <span className="min-w-0 flex-1">
                <span className="block">
                  {t(`reason_${entry.reason}`)}
                  {entry.order_id ? (
                    <>
                      {" · "}
                      <Link
                        href={`/stores/${store.id}/orders/${entry.order_id}`}
                        className="rounded-xs text-accent"
                      >
                        {t("order", { number: String(entry.order_number ?? "") })}
                      </Link>
                    </>
                  ) : null}
                </span>
                {entry.note ? (
                  <span className="block truncate text-12 text-subtle">{entry.note}</span>
                ) : null}
              </span>
              <span className="text-12 whitespace-nowrap text-subtle">
                {formatDate(entry.at, "dayYear", t.locale, store.timezone)}
              </span>
              <span className="num w-24 text-end whitespace-nowrap">
                {formatMoney(entry.amount, t.locale)}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <div className="p-4" aria-busy="true">
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </Panel>
  );
}
