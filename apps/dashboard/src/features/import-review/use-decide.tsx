"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Decision, decideGoods, goodsKey } from "@/api/goods-imports";
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
        if (what === "dismiss") undo(words, () => decide.mutate({ ids: done, what: "restore" }));
        else toast.success(words);
      }
      await Promise.all([
        client.invalidateQueries({ queryKey: goodsKey(storeId) }),
        client.invalidateQueries({ queryKey: productsKey(storeId) }),
      ]);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return decide;
}

export const DECISIONS = ["publish", "dismiss", "restore"] as const satisfies Decision[];

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
    </Button>
  );
}
