"use client";

import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef } from "react";
import { changeUpsells, type UpsellKind, upsellsKey } from "@/api/upsells";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import type { UpsellState } from "./rows";
import { StateMark } from "./state-mark";
import { upsellsTexts } from "./texts";

/** Where the list of a kind stands. */
export const listOf = (store: string, kind: UpsellKind): string =>
  `/stores/${store}/upsells${kind === "cross-sells" ? "" : `?kind=${kind}`}`;

/** The page of something that does not exist yet. `create` makes it and gives its id and name. */
export function NewUpsell<Values>({
  kind,
  title,
  create,
  children,
}: {
  kind: UpsellKind;
  title: string;
  create: (values: Values, key: string) => Promise<{ id: string; name: string; values: Values }>;
  children: (save: (values: Values) => Promise<Values>) => ReactNode;
}) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  usePageLabel(title);
  async function save(values: Values): Promise<Values> {
    const made = await create(values, key.current);
    key.current = crypto.randomUUID();
    await client.invalidateQueries({ queryKey: upsellsKey(store.id) });
    toast.success(t("created", { name: made.name }));
    router.replace(`/stores/${store.id}/upsells/${kind}/${made.id}`);
    return made.values;
  }
  return (
    <RoleGate what="promotions" back={listOf(store.id, kind)}>
      <Page form>
        <PageHeader title={title} />
        {children(save)}
      </Page>
    </RoleGate>
  );
}

/** Waits for one thing, and says so where it does not exist. */
export function OneUpsell<Thing>({
  kind,
  query,
  nameOf,
  children,
}: {
  kind: UpsellKind;
  query: { data: Thing | undefined; error: unknown; refetch: () => unknown };
  nameOf: (thing: Thing) => string;
  children: (thing: Thing) => ReactNode;
}) {
  const t = useTexts(upsellsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const name = query.data === undefined ? undefined : nameOf(query.data);
  usePageLabel(name ?? (isMissing(query.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={query}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: listOf(store.id, kind),
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-48 w-full rounded-panel" />
          <Skeleton className="h-64 w-full rounded-panel" />
        </div>
      }
    >
      {children}
    </OneThing>
  );
}

/** An existing thing: its name and state, its form, and how it is archived. */
export function UpsellEditor({
  kind,
  id,
  name,
  state,
  actions,
  children,
}: {
  kind: UpsellKind;
  id: string;
  name: string;
  state: UpsellState;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const may = useMay();
  return (
    <Page form>
      <PageHeader title={name} status={<StateMark state={state} />} actions={actions} />
      {children}
      {may("promotions") ? <Archive kind={kind} id={id} name={name} /> : null}
    </Page>
  );
}

function Archive({ kind, id, name }: { kind: UpsellKind; id: string; name: string }) {
  const t = useTexts(upsellsTexts);
  const _shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () => changeUpsells(store.id, kind, [id], "archive"),
    onSuccess: async () => {
      toast.success(t("archived", { name }));
      router.push(listOf(store.id, kind));
      await client.invalidateQueries({ queryKey: upsellsKey(store.id) });
    },
  });
  return (
    <DangerZone
      label={t("archive")}
      note={t("archive_note")}
      title={t("archive_named", { name })}
      body={t("archive_body")}
      action={t("archive")}
      act={archive}
    />
  );
}
