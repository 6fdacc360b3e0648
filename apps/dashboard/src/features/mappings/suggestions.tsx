"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { addWay, type Suggestion, suggestionsQuery, type Way } from "@/api/mappings";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { nextPriority } from "./plain";
import { mappingsTexts } from "./texts";

const REASONS = {
  sku: "because_sku",
  barcode: "because_barcode",
  options: "because_options",
} as const;

/** Suppliers' variants that look like this one. Nothing is shown where there are none. */
export function Suggestions({
  variantId,
  name,
  ways,
  onMapped,
}: {
  variantId: string;
  name: string;
  ways: readonly Way[];
  onMapped: () => Promise<void>;
}) {
  const t = useTexts(mappingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const found = useQuery(suggestionsQuery(store.id, variantId));
  const use = useMutation({
    mutationFn: (one: Suggestion) =>
      addWay(store.id, {
        variant_id: variantId,
        priority: nextPriority(ways),
        active: true,
        parts: [{ supplier_variant_id: one.supplier_variant_id, quantity: 1 }],
      }),
    onSuccess: async () => {
      await onMapped();
      toast.success(t("added", { name }));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const used = new Set(ways.flatMap((way) => way.parts.map((part) => part.supplier_variant_id)));
  const fresh = (found.data ?? []).filter((one) => !used.has(one.supplier_variant_id)).slice(0, 5);
  if (fresh.length === 0) return null;
  return (
    <section className="grid gap-2 border-t pt-4">
      <h3 className="text-13 font-semibold">{t("hints")}</h3>
      <p className="text-12 text-subtle">{t("hints_note")}</p>
      <ul className="grid grid-cols-[minmax(0,1fr)]">
        {fresh.map((one) => {
          const options = Object.values(one.options).join(" / ");
          const why = one.because.flatMap((word) =>
            word in REASONS ? [t(REASONS[word as keyof typeof REASONS])] : [],
          );
          return (
            <li
              key={one.supplier_variant_id}
              className="flex items-center gap-3 border-t py-2 text-13 first:border-t-0"
            >
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2 wrap-anywhere">{one.title}</span>
                <span className="num block text-12 wrap-anywhere text-subtle">
                  {[
                    options || one.external_sku,
                    one.supplier_name,
                    one.cost === null
                      ? null
                      : formatMoney({ amount: one.cost, currency: one.currency }, t.locale),
                    ...why,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <Button
                size="sm"
                aria-label={t("use_named", { title: one.title })}
                pending={
                  use.isPending && use.variables.supplier_variant_id === one.supplier_variant_id
                }
                onClick={() => use.mutate(one)}
              >
                {t("use")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
