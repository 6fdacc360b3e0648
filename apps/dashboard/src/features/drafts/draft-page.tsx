"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useEffect, useState } from "react";
import { type Draft, draftQuery, draftsKey, saveDraft } from "@/api/drafts";
import { ordersKey } from "@/api/orders";
import { copyText } from "@/features/orders/parcels";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { CustomerPanel } from "./customer-panel";
import type { Act } from "./draft-dialogs";
import { type Form, formOf, wishOf, wrongIn } from "./form";
import { LinesPanel } from "./lines-panel";
import { DraftStatus } from "./status";
import { DiscountPanel, NotePanel, SumsPanel } from "./terms-panel";
import { draftsTexts } from "./texts";

const DraftDialog = dynamic(() => import("./draft-dialogs").then((m) => m.DraftDialog));

/** One draft: what, for whom, where to, and how it is sold. */
export function DraftPage() {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { draftId } = useParams<{ draftId: string }>();
  const draft = useQuery(draftQuery(store.id, draftId));
  usePageLabel(draft.data?.name ?? (isMissing(draft.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={draft}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/drafts`,
      }}
      skeleton={<Skeleton className="h-80 w-full rounded-panel" />}
    >
      {(found) => <DraftDetail draft={found} />}
    </OneThing>
  );
}

function DraftDetail({ draft }: { draft: Draft }) {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const [saved, setSaved] = useState(() => formOf(draft, store.country));
  const [form, setForm] = useState<Form>(saved);
  const [tried, setTried] = useState(false);
  const [act, setAct] = useState<Act | null>(null);
  const { currency } = draft.totals.total;
  const locked = !may("orders") || !draft.actions.includes("edit");
  const dirty = !locked && JSON.stringify(form) !== JSON.stringify(saved);
  const found = wrongIn(form);
  const wrong = tried ? found : {};
  const change = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));

  // What the server has moves under an untouched form: sent, sold, a price that changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server says counts
  useEffect(() => {
    if (dirty) return;
    const fresh = formOf(draft, store.country);
    setSaved(fresh);
    setForm(fresh);
  }, [draft]);

  const save = useMutation({
    mutationFn: () => saveDraft(store.id, draft.id, wishOf(form, currency)),
    onSuccess: async (written) => {
      const fresh = formOf(written, store.country);
      setSaved(fresh);
      setForm(fresh);
      setTried(false);
      client.setQueryData(draftQuery(store.id, draft.id).queryKey, written);
      await client.invalidateQueries({ queryKey: draftsKey(store.id) });
      toast.success(t("saved"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });

  async function refresh() {
    await Promise.all([
      client.invalidateQueries({ queryKey: draftQuery(store.id, draft.id).queryKey }),
      client.invalidateQueries({ queryKey: draftsKey(store.id) }),
      client.invalidateQueries({ queryKey: ordersKey(store.id) }),
    ]);
  }

  function begin(next: Act) {
    if (dirty && next !== "delete") toast.error(t("save_first"));
    else setAct(next);
  }

  const can = (action: Draft["actions"][number]) => may("orders") && draft.actions.includes(action);
  const full = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  const { pay_url: link } = draft;
  return (
    <Page form>
      <PageHeader
        title={t("heading", { name: draft.name })}
        sub={
          draft.sent_at
            ? t("sent_at", { when: full(draft.sent_at) })
            : t("changed", { when: full(draft.updated_at) })
        }
        status={
          <>
            <DraftStatus status={draft.status} pill />
            {draft.test ? <Badge tone="warning">{t("test")}</Badge> : null}
          </>
        }
        actions={
          <>
            {can("delete") ? <Button onClick={() => begin("delete")}>{t("delete")}</Button> : null}
            {link && may("orders") ? (
              <Button onClick={() => copyText(link, t("copied"), link)}>{t("link_copy")}</Button>
            ) : null}
            {can("pay") ? <Button onClick={() => begin("pay")}>{t("pay")}</Button> : null}
            {can("send") ? (
              <Button variant="primary" onClick={() => begin("send")}>
                {t(draft.status === "pending" ? "send_again" : "send")}
              </Button>
            ) : null}
          </>
        }
      />
      {draft.order_id ? (
        <Notice tone="info">
          {t("sold")}{" "}
          <Link
            href={`/stores/${store.id}/orders/${draft.order_id}`}
            className="rounded-xs text-accent underline"
          >
            {t("sold_open")}
          </Link>
        </Notice>
      ) : null}
      {draft.status === "cancelled" ? <Notice tone="info">{t("deleted")}</Notice> : null}
      <DetailColumns
        main={
          <>
            <LinesPanel
              form={form}
              currency={currency}
              storeId={store.id}
              locked={locked}
              onChange={(lines) => change({ lines })}
            />
            <DiscountPanel
              form={form}
              wrong={wrong}
              locked={locked}
              currency={currency}
              onChange={change}
            />
            <CustomerPanel
              draft={draft}
              storeId={store.id}
              form={form}
              wrong={wrong}
              locked={locked}
              onChange={change}
            />
          </>
        }
        side={
          <>
            <SumsPanel draft={draft} dirty={dirty} />
            <NotePanel form={form} locked={locked} onChange={change} />
          </>
        }
      />
      <UnsavedBar
        dirty={dirty}
        errors={Object.keys(wrong).length}
        pending={save.isPending}
        onSave={() => {
          setTried(true);
          if (Object.keys(found).length === 0 && !save.isPending) save.mutate();
        }}
        onDiscard={() => {
          setTried(false);
          setForm(saved);
        }}
        onShowError={() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()}
      />
      {act ? (
        <DraftDialog
          act={act}
          draft={draft}
          storeId={store.id}
          onClose={() => setAct(null)}
          onDone={refresh}
        />
      ) : null}
    </Page>
  );
}
