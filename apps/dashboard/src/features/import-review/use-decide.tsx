"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Keys } from "@ecomm/ui/kbd";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Decision, decideGoods, goodsImportsKey } from "@/api/goods-imports";
import { productsKey } from "@/api/products";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { goodsTexts } from "./texts";

/** Publishes, dismisses or takes back; a dismissal can be undone where it is said. */
export function useDecide(storeId: string) {
  const t = useTexts(goodsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const undo = useUndoToast();
  const decide = useMutation({
    mutationFn: ({ ids, what }: { ids: string[]; what: Decision }) =>
      decideGoods(storeId, ids, what),
    onSuccess: async ({ done, refused }, { ids, what }) => {
      const [first] = refused;
      if (first) {
        toast.error(
          t("some_left", { done: done.length, count: ids.length, message: first.message }),
        );
      } else {
        const words = t(`${what}_done`, { count: done.length });
        if (what === "restore") toast.success(words);
        else undo(words, () => decide.mutate({ ids: done, what: "restore" }));
      }
      await Promise.all([
        client.invalidateQueries({ queryKey: goodsImportsKey(storeId) }),
        client.invalidateQueries({ queryKey: productsKey(storeId) }),
      ]);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return decide;
}

export const DECISIONS = ["publish", "dismiss", "restore"] as const satisfies Decision[];

/** The key that decides so, in the list and on the import's own page. */
export const DECISION_KEYS: Record<Decision, string> = { publish: "p", dismiss: "d", restore: "u" };

/** A decision as a button. */
export function DecideButton({
  what,
  primary,
  pending,
  onClick,
}: {
  what: Decision;
  primary?: boolean;
  pending: boolean;
  onClick: () => void;
}) {
  const t = useTexts(goodsTexts);
  return (
    <Button
      {...(primary ? { variant: "primary" as const } : {})}
      pending={pending}
      onClick={onClick}
    >
      {t(what)}
      <Keys keys={[DECISION_KEYS[what].toUpperCase()]} className="max-md:hidden" />
    </Button>
  );
}
