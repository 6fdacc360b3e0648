"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { goodsImportsKey } from "@/api/goods-imports";
import {
  decideFinds,
  type Find,
  type FindAct,
  findsKey,
  researchSettingsQuery,
} from "@/api/research";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { researchTexts } from "./texts";

/** What takes an act back. */
const BACK: Partial<Record<FindAct, FindAct>> = {
  import: "undo_import",
  watch: "unwatch",
  unwatch: "watch",
  dismiss: "restore",
  restore: "dismiss",
};

/** Imports, watches and dismisses finds; where it is said it can be undone. */
export function useFinds(storeId: string) {
  const t = useTexts(researchTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const undo = useUndoToast();
  const decide = useMutation({
    mutationFn: ({ ids, act }: { ids: string[]; act: FindAct }) => decideFinds(storeId, ids, act),
    onSuccess: async ({ done, refused }, { ids, act }) => {
      const [first] = refused;
      if (first) {
        toast.error(
          ids.length === 1
            ? first.message
            : t("some_left", { done: done.length, count: ids.length, message: first.message }),
        );
      } else {
        const words = t(`${act}_done`, { count: done.length });
        const back = BACK[act];
        if (back) undo(words, () => decide.mutate({ ids: done, act: back }));
        else toast.success(words);
      }
      await Promise.all([
        client.invalidateQueries({ queryKey: findsKey(storeId) }),
        client.invalidateQueries({ queryKey: researchSettingsQuery(storeId).queryKey }),
        client.invalidateQueries({ queryKey: goodsImportsKey(storeId) }),
      ]);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return decide;
}

export type Finds = ReturnType<typeof useFinds>;

/** What can be decided of a find as it stands, the first being what one would do. */
export function actsOf(find: Pick<Find, "state" | "goods_import">): FindAct[] {
  if (find.state === "dismissed") return ["restore"];
  if (find.state === "imported" && find.goods_import) {
    return find.goods_import.state === "published" ? [] : ["undo_import"];
  }
  const watch: FindAct = find.state === "watched" ? "unwatch" : "watch";
  return find.goods_import ? [watch, "dismiss"] : ["import", watch, "dismiss"];
}

/** The key of each act, in lists and on the find itself. */
export const ACT_KEYS: Record<FindAct, string> = {
  import: "i",
  undo_import: "u",
  watch: "w",
  unwatch: "w",
  dismiss: "d",
  restore: "u",
};

/** What keys do with the find that has the focus: only what can be done with it as it stands. */
export function keysOf(decide: Finds): Record<string, (find: Find) => void> {
  const press = (key: string) => (find: Find) => {
    const act = actsOf(find).find((one) => ACT_KEYS[one] === key);
    if (act && !decide.isPending) decide.mutate({ ids: [find.id], act });
  };
  return Object.fromEntries([...new Set(Object.values(ACT_KEYS))].map((key) => [key, press(key)]));
}
