"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogContent } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type ChannelDifference,
  type ChannelProduct,
  channelProductsKey,
  settleDifferences,
} from "@/api/channel-products";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { productsTexts } from "./products-texts";

interface Asked {
  keys: string[];
  act: "take" | "ignore";
}

/** What was changed in the other shop, one by one or all together: taken or ignored. */
export function DifferencesDialog({
  channelId,
  product,
  onPublish,
  onClose,
}: {
  channelId: string;
  product: ChannelProduct;
  onPublish: () => void;
  onClose: () => void;
}) {
  const t = useTexts(productsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: ({ keys, act }: Asked) =>
      settleDifferences(store.id, channelId, product.product_id, keys, act),
    onSuccess: async (left, { act }) => {
      await client.invalidateQueries({ queryKey: channelProductsKey(store.id, channelId) });
      toast.success(t(act === "take" ? "taken" : "ignored"));
      if (left.differences.length === 0) onClose();
    },
  });
  const all = product.differences.map((one) => one.key);
  const acts = (keys: string[], words: { take: string; ignore: string }) => (
    <span className="flex gap-2">
      {(["ignore", "take"] as const).map((act) => (
        <Button
          key={act}
          size="sm"
          variant={act === "take" ? "primary" : "default"}
          disabled={settle.isPending}
          onClick={() => settle.mutate({ keys, act })}
        >
          {words[act]}
        </Button>
      ))}
    </span>
  );
  return (
    <Dialog open onOpenChange={(open) => (open ? null : onClose())}>
      <DialogContent
        title={t("differences_title", { product: product.title })}
        description={t("differences_body")}
        className="max-w-160"
      >
        <div className="grid gap-4 overflow-y-auto p-5">
          {settle.error ? (
            <p role="alert" className="text-13 text-danger">
              {troubleText(settle.error, shell)}
            </p>
          ) : null}
          {product.changed_here ? (
            <p className="rounded-md border px-3 py-2 text-13">{t("differences_both")}</p>
          ) : null}
          <ul className="grid gap-4">
            {product.differences.map((one) => (
              <li key={one.key} className="grid gap-2 border-b pb-4 last:border-0 last:pb-0">
                <div className="flex flex-wrap items-center justify-between gap-2">
                  <h3 className="text-13 font-medium">{named(one, t)}</h3>
                  {acts([one.key], { take: t("take"), ignore: t("ignore") })}
                </div>
                <Side label={t("was")} difference={one} side="before" />
                <Side label={t("is")} difference={one} side="after" />
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap justify-between gap-2">
            <Button size="sm" disabled={settle.isPending} onClick={onPublish}>
              {t("publish_ours")}
            </Button>
            {all.length > 1 ? acts(all, { take: t("take_all"), ignore: t("ignore_all") }) : null}
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

type Words = ReturnType<typeof useTexts<(typeof productsTexts)["messages"]>>;

function named(one: ChannelDifference, t: Words): string {
  if (one.field === "price") {
    return one.variant ? t("d_price_of", { variant: one.variant }) : t("d_price");
  }
  return t(`d_${one.field}`);
}

/** How one side shows it. */
function Side({
  label,
  difference,
  side,
}: {
  label: string;
  difference: ChannelDifference;
  side: "before" | "after";
}) {
  const t = useTexts(productsTexts);
  const money = side === "before" ? difference.price_before : difference.price_after;
  const text = side === "before" ? difference.before : difference.after;
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-3 text-13">
      <span className="text-muted">{label}</span>
      <span className="line-clamp-4 break-words">
        {money ? formatMoney(money, t.locale) : (text ?? "")}
      </span>
    </div>
  );
}
