"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import {
  type ActivityFilter,
  activityChoicesQuery,
  activityFile,
  activityQuery,
  type Entry,
} from "@/api/activity";
import { storesQuery } from "@/api/stores";
import { dayPlus, dayStart } from "@/shell/day-start";
import { ListPage } from "@/shell/list-page";
import { RoleGate } from "@/shell/role-gate";
import { EntrySheet } from "./entry-sheet";
import { activityTexts } from "./texts";
import { nameOf, words } from "./words";

const VIEWS = { today: 1, week: 7, month: 30 } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LIST = {
  sort: "-at",
  sorts: [],
  filters: {
    view: Object.keys(VIEWS),
    store: UUID,
    actor: /^[a-z_]+(:[0-9a-f-]{36})?$/,
    kind: /^[a-z_]{1,60}$/,
    thing: UUID,
  },
  views: ["view"],
} as const;

const ZONE = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What was done in the business, by whom. */
export function ActivityPage() {
  return (
    <RoleGate what="activity" back="/stores">
      <Log />
    </RoleGate>
  );
}

function Log() {
  const t = useTexts(activityTexts);
  const list = useListState(LIST);
  const [open, setOpen] = useState<Entry | null>(null);
  const who = useWho();
  const where = useWhere();
  const { search, page, filters } = list.state;
  const filter = asked(search, filters);
  const log = useQuery(activityQuery({ ...filter, page, per_page: 50 }));
  const columns = useColumns(who, where, setOpen);
  const views = [
    { key: "", label: t("all") },
    { key: "today", label: t("today") },
    { key: "week", label: t("week") },
    { key: "month", label: t("month") },
  ];
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <Button asChild>
            <a href={activityFile(filter)} download>
              <Download aria-hidden />
              {t("file")}
            </a>
          </Button>
        }
        views={{
          label: t("views"),
          views,
          current: filters.view ?? "",
          onChoose: (key: string) => list.setFilter("view", key || null),
        }}
        placeholder={t("search")}
        count={(count) => t("count", { count })}
        filters={<Filters list={list} who={who} where={where} />}
        query={log}
        id="activity"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => words(row.action)}
        card={(row) => <Card row={row} who={who(row)} onOpen={() => setOpen(row)} />}
        empty={
          <EmptyState
            drawing={<TrayDrawing />}
            title={t(list.narrowed ? "nothing_title" : "none_title")}
          >
            {t(list.narrowed ? "nothing_body" : "none_body")}
          </EmptyState>
        }
      />
      <EntrySheet
        entry={open}
        who={who}
        where={where}
        onClose={() => setOpen(null)}
        onNarrow={(entry) => {
          setOpen(null);
          list.update({ search: "", filters: { thing: entry.resource_id ?? "" } });
        }}
      />
    </>
  );
}

/** The address of the page as the API's question. */
function asked(search: string, filters: Readonly<Record<string, string>>): ActivityFilter {
  const { view, store, actor, kind, thing } = filters;
  const days = view ? VIEWS[view as keyof typeof VIEWS] : null;
  const today = dayOf(new Date(), ZONE());
  return {
    ...(search ? { search } : {}),
    ...(store ? { store_id: store } : {}),
    ...(actor ? { actor } : {}),
    ...(kind ? { resource_type: kind } : {}),
    ...(thing ? { resource_id: thing } : {}),
    ...(days ? { since: dayStart(dayPlus(today, 1 - days), ZONE()) } : {}),
  };
}

/** Who did something, by name where there is one. */
function useWho(): (entry: Pick<Entry, "actor">) => string {
  const t = useTexts(activityTexts);
  return ({ actor }) => {
    switch (actor.kind) {
      case "user":
        return actor.name ?? t("gone_person");
      case "key":
        return actor.name ? t("a_key", { name: actor.name }) : t("gone_key");
      case "shopper":
        return t("shopper");
      case "provider":
        return t("provider");
      case "cli":
        return t("cli");
      default:
        return t("system");
    }
  };
}

/** Where something was done. */
function useWhere(): (entry: Pick<Entry, "store_id">) => string {
  const t = useTexts(activityTexts);
  const stores = useQuery(storesQuery);
  return ({ store_id }) => {
    if (store_id === null) return t("business");
    const named = stores.data?.items.find((store) => store.id === store_id)?.name;
    return named ?? (stores.data ? t("gone_store") : "…");
  };
}

function Filters({
  list,
  who,
  where,
}: {
  list: ReturnType<typeof useListState>;
  who: ReturnType<typeof useWho>;
  where: ReturnType<typeof useWhere>;
}) {
  const t = useTexts(activityTexts);
  const { data } = useQuery(activityChoicesQuery);
  const stores = useQuery(storesQuery);
  const people = (data?.actors ?? []).map((actor) => ({
    value: actor.id === null ? actor.kind : `${actor.kind}:${actor.id}`,
    label: who({ actor }),
  }));
  const kinds = (data?.resource_types ?? []).map((kind) => ({ value: kind, label: words(kind) }));
  const { filters } = list.state;
  const chips = [
    ["store", t("store"), filters.store && where({ store_id: filters.store })],
    [
      "actor",
      t("who"),
      filters.actor && (people.find((one) => one.value === filters.actor)?.label ?? "…"),
    ],
    ["kind", t("kind"), filters.kind && words(filters.kind)],
    ["thing", t("thing_chip"), filters.thing?.slice(-8)],
  ] as const;
  return (
    <>
      {chips.map(([name, label, value]) =>
        value ? (
          <FilterChip
            key={name}
            name={label}
            value={value}
            onRemove={() => list.setFilter(name, null)}
          />
        ) : null,
      )}
      <FilterMenu
        label={t("who")}
        list={list}
        choices={[{ name: "actor", label: t("who"), options: people }]}
      />
      <FilterMenu
        label={t("kind")}
        list={list}
        choices={[{ name: "kind", label: t("kind"), options: kinds }]}
      />
      {(stores.data?.items.length ?? 0) > 1 ? (
        <FilterMenu
          label={t("store")}
          list={list}
          choices={[
            {
              name: "store",
              label: t("store"),
              options: (stores.data?.items ?? []).map(({ id, name }) => ({
                value: id,
                label: name,
              })),
            },
          ]}
        />
      ) : null}
    </>
  );
}

function useColumns(
  who: ReturnType<typeof useWho>,
  where: ReturnType<typeof useWhere>,
  open: (entry: Entry) => void,
): Column<Entry>[] {
  const t = useTexts(activityTexts);
  const { locale } = useLocale();
  return useMemo(
    () => [
      {
        id: "what",
        header: t("what"),
        hideable: false,
        cell: (row) => (
          <button
            type="button"
            className="block max-w-full truncate rounded-xs text-start font-medium hover:text-accent"
            aria-label={t("open", { what: `${words(row.action)} ${nameOf(row) ?? ""}`.trim() })}
            onClick={() => open(row)}
          >
            {words(row.action)} <span className="font-normal text-muted">{nameOf(row)}</span>
          </button>
        ),
      },
      {
        id: "who",
        header: t("who"),
        width: "200px",
        cell: (row) => <span className="block truncate">{who(row)}</span>,
      },
      {
        id: "store",
        header: t("store"),
        width: "180px",
        from: "lg",
        cell: (row) => <span className="block truncate text-muted">{where(row)}</span>,
      },
      {
        id: "when",
        header: t("when"),
        width: "150px",
        align: "end",
        cell: (row) => (
          <time dateTime={row.at} className="num text-muted">
            {formatDate(row.at, "day", locale, ZONE())},{" "}
            {formatDate(row.at, "time", locale, ZONE())}
          </time>
        ),
      },
    ],
    [t, locale, who, where, open],
  );
}

function Card({ row, who, onOpen }: { row: Entry; who: string; onOpen: () => void }) {
  const { locale } = useLocale();
  return (
    <button type="button" className="block w-full min-w-0 text-start" onClick={onOpen}>
      <span className="block truncate font-medium">
        {words(row.action)} <span className="font-normal text-muted">{nameOf(row)}</span>
      </span>
      <span className="block text-12 text-subtle">
        {who} · {formatDate(row.at, "day", locale, ZONE())},{" "}
        {formatDate(row.at, "time", locale, ZONE())}
      </span>
    </button>
  );
}
