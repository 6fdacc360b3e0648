"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { markNotifications, notificationsKey } from "@/api/notifications";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";

type Body = Parameters<typeof markNotifications>[0];

/** Marks notifications, and has list and bell say so. */
export function useMarking() {
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => markNotifications(body),
    onSuccess: () => client.invalidateQueries({ queryKey: notificationsKey }),
    onError: (error) => toast.error(troubleText(error, shell)),
  });
}
