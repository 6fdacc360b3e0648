"use client";

import { isApiError } from "@ecomm/api-client";
import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useParams, useRouter } from "next/navigation";
import { useState } from "react";
import {
  type Customer,
  customerQuery,
  customersKey,
  deleteCustomer,
  updateCustomer,
} from "@/api/customers";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay, useMaySee } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { CreditPanel } from "./credit-panel";
import { AddressesPanel, ConsentPanel, ContactPanel, NotePanel, OrdersPanel } from "./panels";
import { customersTexts } from "./texts";

const PersonalData = dynamic(
  () => import("@/features/privacy/personal-data").then((m) => m.PersonalData),
  { ssr: false },
);
const EraseOutlook = dynamic(
  () => import("@/features/privacy/personal-data").then((m) => m.EraseOutlook),
  { ssr: false },
);
const CustomerDialog = dynamic(() => import("./customer-dialog").then((m) => m.CustomerDialog));

/** One customer: what they bought, where they live, what they agreed to. */
export function CustomerPage() {
  const t = useTexts(customersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { customerId } = useParams<{ customerId: string }>();
  const customer = useQuery(customerQuery(store.id, customerId));
  usePageLabel(customer.data?.name ?? (isMissing(customer.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={customer}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/customers`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-48" />
          <DetailColumns
            main={<Skeleton className="h-80 w-full rounded-panel" />}
            side={<Skeleton className="h-64 w-full rounded-panel" />}
          />
        </div>
      }
    >
      {(found) => <Detail customer={found} />}
    </OneThing>
  );
}

type Asking = "edit" | "disable" | "delete" | null;

function Detail({ customer }: { customer: Customer }) {
  const t = useTexts(customersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const may = useMay();
  const sees = useMaySee();
  const [asking, setAsking] = useState<Asking>(null);
  const { name } = customer;

  async function refresh() {
    await Promise.all([
      client.invalidateQueries({ queryKey: customerQuery(store.id, customer.id).queryKey }),
      client.invalidateQueries({ queryKey: customersKey(store.id) }),
    ]);
  }
  const turn = useMutation({
    mutationFn: (disabled: boolean) => updateCustomer(store.id, customer.id, { disabled }),
    onSuccess: async ({ disabled }) => {
      setAsking(null);
      toast.success(disabled ? t("disabled_done", { name }) : t("enabled_done", { name }));
      await refresh();
    },
  });
  const [forfeit, setForfeit] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteCustomer(store.id, customer.id, forfeit),
    onSuccess: async () => {
      setAsking(null);
      toast.success(t("deleted", { name }));
      router.replace(`/stores/${store.id}/customers`);
      await client.invalidateQueries({ queryKey: customersKey(store.id) });
    },
  });
  const credit = isApiError(remove.error) && remove.error.code === "customer_has_credit";
  return (
    <Page form>
      <PageHeader
        title={name}
        sub={t("since", {
          when: formatDate(customer.created_at, "full", t.locale, store.timezone),
        })}
        status={
          <>
            {customer.disabled ? <Badge tone="warning">{t("disabled")}</Badge> : null}
            {customer.account ? (
              <Badge>{customer.verified ? t("proven") : t("unproven")}</Badge>
            ) : (
              <Badge>{t("guest")}</Badge>
            )}
          </>
        }
        actions={
          may("customers") ? (
            <>
              {customer.disabled ? (
                <Button pending={turn.isPending} onClick={() => turn.mutate(false)}>
                  {t("enable")}
                </Button>
              ) : (
                <Button onClick={() => setAsking("disable")}>{t("disable")}</Button>
              )}
              <Button variant="primary" onClick={() => setAsking("edit")}>
                {t("edit")}
              </Button>
            </>
          ) : null
        }
      />
      <DetailColumns
        main={
          <>
            <OrdersPanel customer={customer} store={store} />
            <AddressesPanel customer={customer} store={store} onChange={refresh} />
            <NotePanel customer={customer} />
          </>
        }
        side={
          <>
            <ContactPanel customer={customer} store={store} />
            {sees("promotions") ? <CreditPanel customer={customer} store={store} /> : null}
            <ConsentPanel customer={customer} store={store} />
          </>
        }
      />
      {may("customer_settings") ? <PersonalData customer={customer} /> : null}
      {may("customer_settings") ? (
        <div className="flex flex-col gap-4 px-4 pt-6 pb-4 text-13 md:flex-row md:items-center md:justify-between">
          <div>
            <p className="font-medium">{t("delete_zone")}</p>
            <p className="text-12 text-subtle">{t("delete_note")}</p>
          </div>
          <Button variant="danger" onClick={() => setAsking("delete")}>
            {t("delete_zone")}
          </Button>
        </div>
      ) : null}
      {asking === "edit" ? (
        <CustomerDialog
          storeId={store.id}
          customer={customer}
          onClose={() => setAsking(null)}
          onSaved={refresh}
        />
      ) : null}
      <ConfirmDialog
        open={asking === "disable"}
        onOpenChange={(open) => {
          turn.reset();
          setAsking(open ? "disable" : null);
        }}
        title={t("disable_title", { name })}
        description={t("disable_body")}
        action={t("disable_do", { name })}
        pending={turn.isPending}
        error={turn.error ? troubleText(turn.error, shell) : null}
        onConfirm={() => turn.mutate(true)}
      />
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => {
          remove.reset();
          setForfeit(false);
          setAsking(open ? "delete" : null);
        }}
        title={t("delete_title", { name })}
        description={t("delete_body")}
        action={t("delete_do", { name })}
        typeToConfirm={{ text: customer.email, label: t("delete_type") }}
        pending={remove.isPending}
        error={
          remove.error ? (credit ? t("delete_credit") : troubleText(remove.error, shell)) : null
        }
        onConfirm={() => remove.mutate()}
      >
        <EraseOutlook customerId={customer.id} />
        {credit || forfeit ? (
          <CheckboxField
            label={t("delete_forfeit")}
            checked={forfeit}
            onCheckedChange={(value) => setForfeit(value === true)}
          />
        ) : null}
      </ConfirmDialog>
    </Page>
  );
}
