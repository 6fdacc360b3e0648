"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { disconnectSupplier, type Supplier } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { suppliersTexts } from "./texts";

/** Forgets a supplier's credentials: says what becomes of mappings and open orders, and asks by name. */
export function Disconnect({
  supplier,
  onDone,
}: {
  supplier: Supplier;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [asking, setAsking] = useState(false);
  const { name } = supplier;
  const act = useMutation({
    mutationFn: () => disconnectSupplier(store.id, supplier.id),
    onSuccess: async () => {
      await onDone();
      setAsking(false);
      toast.success(t("disconnected", { name }));
    },
  });
  return (
    <div className="flex flex-col gap-4 px-4 pt-6 pb-4 text-13 md:flex-row md:items-center md:justify-between">
      <div>
        <p className="font-medium">{t("disconnect")}</p>
        <p className="text-12 text-subtle">{t("disconnect_note")}</p>
      </div>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("disconnect")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          act.reset();
          setAsking(open);
        }}
        title={t("disconnect_title", { name })}
        description={t("disconnect_body")}
        action={t("disconnect")}
        pending={act.isPending}
        error={act.error ? troubleText(act.error, shell) : null}
        typeToConfirm={{ text: name, label: t("disconnect_type", { name }) }}
        onConfirm={() => act.mutate()}
      >
        <ul className="grid list-disc gap-1 ps-4 text-13 text-muted">
          <li>{t("disconnect_ways", { count: supplier.mappings })}</li>
          <li>{t("disconnect_orders", { count: supplier.open_orders })}</li>
        </ul>
      </ConfirmDialog>
    </div>
  );
}
