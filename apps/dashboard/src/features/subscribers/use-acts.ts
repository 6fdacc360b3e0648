"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeSubscribers, type SubscriberAct, subscribersKey } from "@/api/subscribers";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { subscribersTexts } from "./texts";

interface Act {
  ids: string[];
  action: SubscriberAct;
}

/** Does something to subscribers and says what came of it; taking off can be undone. */
export function useActs(storeId: string) {
  const t = useTexts(subscribersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const acts = useMutation({
    mutationFn: ({ ids, action }: Act) => changeSubscribers(storeId, ids, action),
    onSuccess: async (results, { action }) => {
      const done = results.filter((one) => one.done).map(({ id }) => id);
      const refused = results.find((one) => !one.done);
      const count = results.length;
      const undo =
        action === "unsubscribe" && done.length > 0
          ? {
              action: {
                label: ui("undo"),
                onClick: () => acts.mutate({ ids: done, action: "restore" }),
              },
            }
          : {};
      if (refused) {
        const message = refused.message ?? "";
        toast.error(t("some_left", { done: done.length, count, message }), undo);
      } else toast.success(t(`${action}_done`, { count }), undo);
      await client.invalidateQueries({ queryKey: subscribersKey(storeId) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return acts;
}
