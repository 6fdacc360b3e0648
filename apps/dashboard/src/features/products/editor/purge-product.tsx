"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Product, productsKey, purgeProduct } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { editorTexts } from "./texts";

/** Lets an archived product go for good, after asking by its name. */
export function PurgeProduct({ product }: { product: Product }) {
  const t = useTexts(editorTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { title } = product;
  const purge = useMutation({
    mutationFn: () => purgeProduct(store.id, product.id),
    onSuccess: async () => {
      toast.success(t("purged", { title }));
      router.push(`/stores/${store.id}/products`);
      await client.invalidateQueries({ queryKey: productsKey(store.id) });
    },
  });
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("purge")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          purge.reset();
          setAsking(open);
        }}
        title={t("purge_ask", { title })}
        description={t("purge_ask_body")}
        action={t("purge_do", { title })}
        pending={purge.isPending}
        error={purge.error ? troubleText(purge.error, shell) : null}
        onConfirm={() => purge.mutate()}
      />
    </>
  );
}
