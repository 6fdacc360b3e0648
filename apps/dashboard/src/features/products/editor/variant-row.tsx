"use client";

import { IconButton } from "@ecomm/ui/button";
import { FieldError } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { cn } from "@ecomm/ui/lib/cn";
import { MoneyInput } from "@ecomm/ui/money-input";
import { ChevronDown, X } from "lucide-react";
import { memo, useId, useState } from "react";
import { Controller, useFormContext, useFormState, useWatch } from "react-hook-form";
import { useMay } from "@/shell/may";
import { AbroadInput } from "./abroad-fields";
import { Fields } from "./fields";
import { removeVariant } from "./matrix";
import { VariantFields } from "./single-variant";
import { editorTexts } from "./texts";
import { useAbroad } from "./use-abroad";
import type { EditorValues } from "./values";
import { WholeInput } from "./whole-input";

const cell = "md:h-11.25 md:border-b md:px-1.5";
// The smallest phones give the SKU a line of its own.
const smallPrice = "max-[23rem]:col-start-1 max-[23rem]:row-start-3";
const smallStock = "max-[23rem]:col-span-2 max-[23rem]:col-start-2 max-[23rem]:row-start-3";

/** A SKU nobody uses yet, made from a taken one: KC-1 → KC-1-2. */
function freeSku(taken: readonly string[], sku: string): string {
  for (let at = 2; ; at += 1) {
    const candidate = `${sku}-${at}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

function Row({
  index,
  currency,
  priced,
  inclusive,
}: {
  index: number;
  currency: string;
  /** The currency of the price column: the store's, or one it sells in besides. */
  priced: string;
  inclusive: boolean;
}) {
  const t = useTexts(editorTexts);
  const { control, register, setValue, getValues, clearErrors } = useFormContext<EditorValues>();
  const options = useWatch({ control, name: "options" });
  const values = useWatch({ control, name: `variants.${index}.options` });
  const tracked = useWatch({ control, name: `variants.${index}.tracked` });
  const id = useWatch({ control, name: `variants.${index}.id` });
  const { of } = useAbroad();
  const { errors } = useFormState({ control, name: `variants.${index}` });
  const [open, setOpen] = useState(false);
  const details = useId();
  const may = useMay();
  const title = options.map((option) => values?.[option.name] ?? "?");
  const name = title.join(" / ");
  const wrong = errors.variants?.[index];
  const abroad = Object.values(wrong?.abroad ?? {});
  const problems = [
    wrong?.sku,
    wrong?.price,
    wrong?.stock,
    wrong?.compareAt,
    wrong?.cost,
    ...abroad.flatMap((entry) => [entry?.price, entry?.compareAt]),
  ].flatMap((entry) => (entry?.message ? [entry.message] : []));
  const bad = problems.length > 0;
  const errorId = `${details}-error`;
  const described = bad ? { "aria-describedby": errorId } : {};

  function takeFreeSku() {
    const all = getValues("variants").map((variant) => variant.sku);
    setValue(`variants.${index}.sku`, freeSku(all, getValues(`variants.${index}.sku`)), {
      shouldDirty: true,
    });
    clearErrors(`variants.${index}.sku`);
  }

  function leaveOut() {
    const next = removeVariant(
      { options: getValues("options"), variants: getValues("variants") },
      index,
    );
    setValue("variants", next.variants, { shouldDirty: true });
  }

  const ground = bad ? "bg-danger-soft" : "";
  return (
    <>
      <tr
        className={cn(
          "grid grid-cols-[minmax(0,1fr)_104px_80px] items-center max-[23rem]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_80px] gap-2 border-b px-4 py-3 last:border-b-0 md:table-row md:last:[&>*]:border-b-0",
          (bad || open) && "border-b-0 [&>td]:md:border-b-0",
          ground,
        )}
      >
        <th scope="row" className={cn(cell, "text-start font-normal max-md:col-span-2 md:ps-4")}>
          <span className="break-words">
            <span className="font-medium">{title[0]}</span>
            {title.length > 1 ? (
              <span className="text-muted"> / {title.slice(1).join(" / ")}</span>
            ) : null}
          </span>
        </th>
        <td className={cn(cell, "max-md:col-start-1 max-md:row-start-2 max-[23rem]:col-span-3")}>
          <Fields>
            <Input
              aria-label={`${t("sku")}, ${name}`}
              maxLength={80}
              autoComplete="off"
              aria-invalid={wrong?.sku ? true : undefined}
              {...described}
              {...register(`variants.${index}.sku`)}
            />
          </Fields>
        </td>
        <td className={cn(cell, "max-md:col-start-2 max-md:row-start-2", smallPrice)}>
          <Fields>
            {priced === currency ? (
              <Controller
                control={control}
                name={`variants.${index}.price`}
                render={({ field }) => (
                  <MoneyInput
                    ref={field.ref}
                    aria-label={`${t("price")}, ${name}`}
                    aria-invalid={wrong?.price ? true : undefined}
                    {...described}
                    currency={currency}
                    value={field.value}
                    onValueChange={field.onChange}
                    onBlur={field.onBlur}
                  />
                )}
              />
            ) : id === null ? (
              <span className="text-12 text-subtle">{t("abroad_after")}</span>
            ) : (
              <AbroadInput
                index={index}
                currency={priced}
                name="price"
                automatic={of(id, priced)?.automatic}
                aria-label={`${t("abroad_price", { currency: priced })}, ${name}`}
                aria-invalid={wrong?.abroad?.[priced]?.price ? true : undefined}
                {...described}
              />
            )}
          </Fields>
        </td>
        <td className={cn(cell, "max-md:col-start-3 max-md:row-start-2", smallStock)}>
          {tracked ? (
            <Fields>
              <Controller
                control={control}
                name={`variants.${index}.stock`}
                render={({ field }) => (
                  <WholeInput
                    ref={field.ref}
                    aria-label={`${t("stock")}, ${name}`}
                    aria-invalid={wrong?.stock ? true : undefined}
                    {...described}
                    value={field.value}
                    onValueChange={field.onChange}
                    onBlur={field.onBlur}
                  />
                )}
              />
            </Fields>
          ) : (
            <span className="text-12 text-subtle">{t("untracked_short")}</span>
          )}
        </td>
        <td
          className={cn(
            cell,
            "text-end whitespace-nowrap max-md:col-start-3 max-md:row-start-1 md:pe-3.5",
          )}
        >
          <IconButton
            label={t("variant_more", { name })}
            size="icon-sm"
            aria-expanded={open}
            aria-controls={open ? details : undefined}
            onClick={() => setOpen(!open)}
          >
            <ChevronDown className={cn("transition-transform", open && "rotate-180")} aria-hidden />
          </IconButton>
          {may("catalog") ? (
            <IconButton label={t("variant_remove", { name })} size="icon-sm" onClick={leaveOut}>
              <X aria-hidden />
            </IconButton>
          ) : null}
        </td>
      </tr>
      {bad ? (
        <tr className={cn("block md:table-row", ground)}>
          <td colSpan={5} className={cn("block px-4 pb-3 md:table-cell", !open && "border-b")}>
            <FieldError id={errorId} role="alert">
              {problems[0]}{" "}
              {wrong?.sku && wrong.sku.type !== "too_big" ? (
                <button
                  type="button"
                  onClick={takeFreeSku}
                  className="rounded-xs font-medium underline underline-offset-2"
                >
                  {t("sku_use", {
                    sku: freeSku(
                      getValues("variants").map((variant) => variant.sku),
                      getValues(`variants.${index}.sku`),
                    ),
                  })}
                </button>
              ) : null}
            </FieldError>
          </td>
        </tr>
      ) : null}
      {open ? (
        <tr id={details} className="block md:table-row">
          <td colSpan={5} className="block border-b bg-sunken p-4 md:table-cell">
            <Fields>
              <VariantFields index={index} currency={currency} inclusive={inclusive} />
            </Fields>
          </td>
        </tr>
      ) : null}
    </>
  );
}

export const VariantRow = memo(Row);
