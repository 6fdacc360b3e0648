"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { Customer } from "@/api/customers";
import { askFor, erasePreviewQuery, requestsKey } from "@/api/privacy";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { privacyTexts } from "./texts";

/** On a customer's page: a copy of everything that is kept of them. */
export function PersonalData({ customer }: { customer: Customer }) {
  const t = useTexts(privacyTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const copy = useMutation({
    mutationFn: () =>
      askFor(store.id, { kind: "export", customer_id: customer.id, forfeit_credit: false }),
    onSuccess: async () => {
      toast.success(t("copy_begun"));
      await client.invalidateQueries({ queryKey: requestsKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return (
    <div className="flex flex-col gap-4 px-4 pt-6 text-13 md:flex-row md:items-center md:justify-between">
      <div>
        <p className="font-medium">{t("personal")}</p>
        <p className="text-12 text-subtle">
          {t("personal_note", { name: customer.name })}{" "}
          <Link href={`/stores/${store.id}/privacy`} className="rounded-xs text-accent underline">
            {t("see_requests")}
          </Link>
        </p>
      </div>
      <Button pending={copy.isPending} onClick={() => copy.mutate()}>
        {t("copy")}
      </Button>
    </div>
  );
}

/** In the dialog that asks before somebody is erased: what becomes of what is kept of them. */
export function EraseOutlook({ customerId }: { customerId: string }) {
  const t = useTexts(privacyTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const outlook = useQuery(erasePreviewQuery(store.id, customerId));
  const error = loadError(outlook, shell);
  if (error) return <LoadError error={error} />;
  if (!outlook.data) {
    return (
      <div aria-busy="true">
        <Skeleton className="h-24 w-full" />
      </div>
    );
  }
  const waits = outlook.data.waits_for.map((one) => t(`waits_${one.what}`, { count: one.count }));
  return (
    <section className="grid gap-2 text-13">
      <h3 className="font-medium">{t("what_happens")}</h3>
      {waits.length > 0 ? <p>{t("waits", { what: waits.join(", ") })}</p> : null}
      <ul className="max-h-56 overflow-y-auto">
        {outlook.data.lines.map((line) => (
          <li key={line.topic} className="border-t py-1.5 first:border-t-0">
            <span className="flex justify-between gap-3">
              <span className="font-medium">{line.title}</span>
              <span className="num text-12 text-subtle">{t("rows", { count: line.rows })}</span>
            </span>
            <span className="block text-12 text-muted">{line.erased}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
