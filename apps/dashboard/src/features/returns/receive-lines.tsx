"use client";

import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import type { ReceivedLine, Return } from "@/api/after-sale";
import { afterTexts } from "@/features/orders/after-texts";
import { returnTexts } from "./texts";

const CONDITIONS = ["new", "opened", "used", "damaged"] as const;

/** Everything arrived as new and goes back on sale, until somebody says otherwise. */
export const arrived = (back: Return): ReceivedLine[] =>
  back.lines.map((line) => ({
    item_id: line.item_id,
    received: line.quantity,
    condition: "new",
    restock: true,
  }));

/** What arrived, line by line: how many, in which condition, and whether they are on sale again. */
export function ReceiveLines({
  back,
  lines,
  onChange,
}: {
  back: Return;
  lines: ReceivedLine[];
  onChange: (lines: ReceivedLine[]) => void;
}) {
  const t = useTexts(afterTexts);
  const words = useTexts(returnTexts);
  const set = (id: string, change: Partial<ReceivedLine>) =>
    onChange(lines.map((line) => (line.item_id === id ? { ...line, ...change } : line)));
  return (
    <ul className="grid gap-4">
      {back.lines.map((line) => {
        const now = lines.find((one) => one.item_id === line.item_id);
        if (!now) return null;
        const name = `${line.title} ${line.variant_title}`.trim();
        return (
          <li key={line.item_id} className="grid gap-2">
            <div className="flex flex-wrap items-end gap-3">
              <Field label={t("receive_count", { name, count: line.quantity })}>
                <Input
                  type="number"
                  inputMode="numeric"
                  min={0}
                  max={line.quantity}
                  className="num w-24"
                  value={now.received}
                  onChange={(event) => {
                    const typed = Number.parseInt(event.target.value, 10);
                    const next = Number.isNaN(typed) ? 0 : typed;
                    set(line.item_id, { received: Math.min(Math.max(next, 0), line.quantity) });
                  }}
                />
              </Field>
              <Field label={words("condition")}>
                <Select
                  aria-label={words("condition_of", { name })}
                  value={now.condition ?? "new"}
                  onValueChange={(value) => {
                    const condition = value as (typeof CONDITIONS)[number];
                    // Damaged goods are not sold as new by accident.
                    set(line.item_id, {
                      condition,
                      ...(condition === "damaged" ? { restock: false } : {}),
                    });
                  }}
                  options={CONDITIONS.map((value) => ({
                    value,
                    label: words(`condition_${value}`),
                  }))}
                />
              </Field>
            </div>
            <CheckboxField
              label={words("restock_of", { name })}
              checked={now.restock ?? true}
              onCheckedChange={(value) => set(line.item_id, { restock: value === true })}
            />
          </li>
        );
      })}
    </ul>
  );
}
