"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Thumb } from "@ecomm/ui/thumb";
import { X } from "lucide-react";
import type { Form, Line } from "./form";
import { draftsTexts } from "./texts";
import { VariantPicker } from "./variant-picker";

/** What the customer takes. */
export function LinesPanel({
  form,
  currency,
  storeId,
  locked,
  onChange,
}: {
  form: Form;
  currency: string;
  storeId: string;
  locked: boolean;
  onChange: (lines: Line[]) => void;
}) {
  const t = useTexts(draftsTexts);
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const change = (id: string, quantity: number) =>
    onChange(form.lines.map((line) => (line.variant_id === id ? { ...line, quantity } : line)));
  return (
    <Panel>
      <PanelHeader
        title={t("lines")}
        {...(locked
          ? {}
          : {
              end: (
                <VariantPicker
                  storeId={storeId}
                  onPick={(product, variant) => {
                    const there = form.lines.find(({ variant_id }) => variant_id === variant.id);
                    if (there) change(variant.id, Math.min(there.quantity + 1, 999));
                    else
                      onChange([
                        ...form.lines,
                        {
                          variant_id: variant.id,
                          quantity: 1,
                          title: product.title,
                          detail: [...Object.values(variant.options), variant.sku]
                            .filter(Boolean)
                            .join(" · "),
                          image: product.media[0] ?? null,
                          unit: variant.price.amount,
                          problem: null,
                          available: null,
                        },
                      ]);
                  }}
                />
              ),
            })}
      />
      {form.lines.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("lines_none")}</p>
      ) : (
        <ul className="border-t">
          {form.lines.map((line) => (
            <li
              key={line.variant_id}
              className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 border-b px-4 py-2.5 text-13 last:border-b-0 sm:grid-cols-[auto_minmax(0,1fr)_auto_96px_auto]"
            >
              <Thumb picture={line.image} />
              <span className="min-w-0">
                <span className="block truncate font-medium">{line.title}</span>
                <span className="block truncate text-12 text-subtle">{line.detail}</span>
                {line.problem ? (
                  <span className="block text-12 text-danger">
                    {line.problem === "not_enough"
                      ? t("problem_not_enough", { count: line.available ?? 0 })
                      : t(line.problem === "sold_out" ? "problem_sold_out" : "problem_unavailable")}
                  </span>
                ) : null}
              </span>
              <span className="flex items-center gap-2">
                {locked ? (
                  <span className="num">{line.quantity} ×</span>
                ) : (
                  <Input
                    type="number"
                    min={1}
                    max={999}
                    className="num w-18 text-end"
                    aria-label={t("quantity_of", { name: line.title })}
                    value={line.quantity}
                    onChange={(event) => {
                      const count = Math.trunc(Number(event.target.value));
                      if (count >= 1 && count <= 999) change(line.variant_id, count);
                    }}
                  />
                )}
                <span className="num whitespace-nowrap text-muted max-sm:hidden">
                  {money(line.unit)}
                </span>
              </span>
              <span className="num text-end font-medium whitespace-nowrap max-sm:col-start-2">
                {money(line.unit * line.quantity)}
              </span>
              {locked ? (
                <span />
              ) : (
                <IconButton
                  label={t("remove", { name: line.title })}
                  size="icon-sm"
                  onClick={() =>
                    onChange(form.lines.filter(({ variant_id }) => variant_id !== line.variant_id))
                  }
                >
                  <X aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
