"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { moveParcel } from "@/api/after-sale";
import { type Order, orderQuery } from "@/api/orders";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { afterTexts } from "./after-texts";

type Parcel = Order["fulfillments"][number];

/** The next states of a parcel, as buttons. */
export function ParcelMoves({
  order,
  parcel,
  storeId,
}: {
  order: Order;
  parcel: Parcel;
  storeId: string;
}) {
  const t = useTexts(afterTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const may = useMay();
  const move = useMutation({
    mutationFn: (to: Parcel["status"]) => moveParcel(storeId, order.id, parcel.id, to),
    onSuccess: async () => {
      toast.success(t("moved"));
      await client.invalidateQueries({ queryKey: orderQuery(storeId, order.id).queryKey });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  if (!may("orders") || parcel.next.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {parcel.next.map((state) => (
        <Button key={state} size="sm" disabled={move.isPending} onClick={() => move.mutate(state)}>
          {t(`move_${state}`)}
        </Button>
      ))}
    </div>
  );
}
