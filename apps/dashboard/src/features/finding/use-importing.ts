import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { goodsImportsKey, startGoods } from "@/api/goods-imports";
import type { Found } from "@/api/suppliers";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { findingTexts } from "./texts";

/** Puts finds on their way to drafts; what was begun, and what is there already, is said. */
export function useImporting(
  store: string,
  supplier: string,
): { start: (wanted: readonly Found[]) => void } {
  const t = useTexts(findingTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const router = useRouter();
  const home = `/stores/${store}/import-review`;
  const importing = useMutation({
    mutationFn: (wanted: readonly Found[]) =>
      startGoods(
        store,
        wanted.map((one) => ({ supplier_id: supplier, external_id: one.external_id })),
      ),
    onSuccess: async ({ item_ids: begun, already }) => {
      const words =
        begun.length > 0
          ? t("imported", { count: begun.length })
          : t("imported_before", { count: already.length });
      toast[begun.length > 0 ? "success" : "message"](words, {
        ...(begun.length > 0 && already.length > 0
          ? { description: t("imported_before", { count: already.length }) }
          : {}),
        action: {
          label: t("review"),
          onClick: () =>
            router.push(begun.length > 0 ? `${home}?view=working` : `${home}?view=all`),
        },
      });
      await client.invalidateQueries({ queryKey: goodsImportsKey(store) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return {
    start: (wanted) => {
      if (!importing.isPending && wanted.length > 0) importing.mutate(wanted);
    },
  };
}
