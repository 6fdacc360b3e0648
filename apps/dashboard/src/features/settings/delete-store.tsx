"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { meQuery } from "@/api/account";
import { deleteStore, type Store, storesQuery } from "@/api/stores";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { settingsTexts } from "./texts";

/** The end of a store: asks for its name, because there is no way back. */
export function DeleteStore({ store }: { store: Store }) {
  const t = useTexts(settingsTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const may = useMay();
  const { name } = store;
  const remove = useMutation({
    mutationFn: () => deleteStore(store.id),
    onSuccess: async () => {
      setOpen(false);
      toast.success(t("deleted", { name }));
      router.replace("/stores");
      await client.invalidateQueries({ queryKey: storesQuery.queryKey });
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  if (!may("delete_store")) return null;
  return (
    <div className="flex flex-col gap-4 px-4 pt-4 pb-2 text-13 md:flex-row md:items-center md:justify-between">
      <div>
        <p className="font-medium">{t("danger")}</p>
        <p className="text-12 text-subtle">{t("danger_body")}</p>
      </div>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t("delete")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={(next) => {
          remove.reset();
          setOpen(next);
        }}
        title={t("delete_title", { name })}
        description={t("delete_body")}
        action={t("delete_do", { name })}
        typeToConfirm={{ text: name, label: t("delete_type", { name }) }}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => remove.mutate()}
      />
    </div>
  );
}
