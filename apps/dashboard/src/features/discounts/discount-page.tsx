"use client";

import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams, useRouter } from "next/navigation";
import { useRef } from "react";
import {
  createDiscount,
  type Discount,
  deleteDiscount,
  discountQuery,
  discountsKey,
  replaceDiscount,
  usesQuery,
} from "@/api/discounts";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import { DiscountForm } from "./discount-form";
import { StateMark } from "./state";
import { Tester } from "./tester";
import { discountsTexts } from "./texts";
import { blank, fromDiscount, toBody, type Values } from "./values";

/** A discount that does not exist yet. */
export function NewDiscountPage() {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const home = `/stores/${store.id}/discounts`;

  async function save(values: Values): Promise<Values> {
    const made = await createDiscount(store.id, toBody(values, store.currency, null), key.current);
    key.current = crypto.randomUUID();
    client.setQueryData(discountQuery(store.id, made.id).queryKey, made);
    await client.invalidateQueries({ queryKey: discountsKey(store.id) });
    toast.success(t("created", { name: made.code ?? made.name }));
    router.replace(`${home}/${made.id}`);
    return fromDiscount(made);
  }

  return (
    <RoleGate what="promotions" back={home}>
      <Page form>
        <PageHeader title={t("new_title")} />
        <DiscountForm initial={blank()} save={save} />
      </Page>
    </RoleGate>
  );
}

/** An existing discount, with its uses and a basket to try it on. */
export function DiscountPage() {
  const t = useTexts(discountsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { discountId } = useParams<{ discountId: string }>();
  const discount = useQuery(discountQuery(store.id, discountId));
  const name = discount.data?.code ?? discount.data?.name;
  usePageLabel(name ?? (isMissing(discount.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={discount}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/discounts`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-48 w-full rounded-panel" />
          <Skeleton className="h-64 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Editor key={found.id} discount={found} />}
    </OneThing>
  );
}

function Editor({ discount }: { discount: Discount }) {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const latest = useRef(discount);

  async function save(values: Values): Promise<Values> {
    const body = toBody(values, store.currency, latest.current);
    const saved = await replaceDiscount(store.id, discount.id, {
      ...body,
      version: latest.current.version,
    });
    latest.current = saved;
    client.setQueryData(discountQuery(store.id, discount.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: discountsKey(store.id) });
    toast.success(t("saved"));
    return fromDiscount(saved);
  }

  return (
    <Page form>
      <PageHeader
        title={discount.code ?? discount.name}
        status={<StateMark state={discount.state} />}
      />
      <DiscountForm
        initial={fromDiscount(discount)}
        save={save}
        side={
          <>
            <Uses discount={discount} />
            {may("promotions") ? <Tester code={discount.code} /> : null}
          </>
        }
      />
      {may("promotions") ? <DeleteDiscount discount={discount} /> : null}
    </Page>
  );
}

function Uses({ discount }: { discount: Discount }) {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const uses = useQuery(usesQuery(store.id, discount.id));
  const rows = uses.data?.items ?? [];
  return (
    <Panel>
      <PanelHeader title={`${t("uses")} · ${discount.used}`} />
      <div className="px-4 pb-4 text-13">
        {rows.length === 0 ? (
          <p className="text-12 text-subtle">{t("uses_none")}</p>
        ) : (
          <ul className="grid gap-1.5">
            {rows.map((use) => (
              <li key={`${use.order_id ?? "held"}${use.at}`} className="flex justify-between gap-3">
                {use.order_id ? (
                  <Link
                    href={`/stores/${store.id}/orders/${use.order_id}`}
                    className="rounded-xs hover:text-accent"
                  >
                    {t("use_order", { number: String(use.order_number ?? "") })}
                  </Link>
                ) : (
                  <span className="text-subtle">{t("use_held")}</span>
                )}
                <span className="num">{formatMoney(use.amount, t.locale)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function DeleteDiscount({ discount }: { discount: Discount }) {
  const t = useTexts(discountsTexts);
  const _shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const name = discount.code ?? discount.name;
  const remove = useMutation({
    mutationFn: () => deleteDiscount(store.id, discount.id),
    onSuccess: async () => {
      toast.success(t("deleted", { name }));
      router.push(`/stores/${store.id}/discounts`);
      await client.invalidateQueries({ queryKey: discountsKey(store.id) });
    },
  });
  return (
    <DangerZone
      label={t("delete")}
      note={t("delete_note")}
      title={t("delete_title", { name })}
      body={t("delete_body")}
      action={t("delete_do", { name })}
      act={remove}
    />
  );
}
