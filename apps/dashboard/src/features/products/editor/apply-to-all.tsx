"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { ListChecks } from "lucide-react";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";
import { WholeInput } from "./whole-input";

/** Gives every variant the same price or stock at once. */
export function ApplyToAll({ currency, count }: { currency: string; count: number }) {
  const t = useTexts(editorTexts);
  const { getValues, setValue } = useFormContext<EditorValues>();
  const [open, setOpen] = useState(false);
  const [price, setPrice] = useState<number | null>(null);
  const [stock, setStock] = useState<number | null>(null);
  const wrong = Number.isNaN(price) || Number.isNaN(stock);

  function apply() {
    const next = getValues("variants").map((variant) => ({
      ...variant,
      ...(price === null ? {} : { price }),
      ...(stock === null || !variant.tracked ? {} : { stock }),
    }));
    setValue("variants", next, { shouldDirty: true, shouldValidate: true });
    setPrice(null);
    setStock(null);
    setOpen(false);
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <IconButton label={t("apply_all")} size="icon-sm" className="float-end">
          <ListChecks aria-hidden />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        className="grid gap-3 p-4 text-start font-normal whitespace-normal"
      >
        <Field label={t("apply_price")}>
          <MoneyInput currency={currency} value={price} onValueChange={setPrice} />
        </Field>
        <Field label={t("apply_stock")}>
          <WholeInput value={stock} onValueChange={setStock} />
        </Field>
        <Button
          variant="primary"
          disabled={wrong || (price === null && stock === null)}
          onClick={apply}
        >
          {t("apply", { count })}
        </Button>
      </PopoverContent>
    </Popover>
  );
}
