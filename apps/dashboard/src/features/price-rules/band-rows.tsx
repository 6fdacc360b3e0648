"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { InputGroup } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Plus, X } from "lucide-react";
import { useStore } from "@/features/stores/store-context";
import { ruleFormTexts } from "./texts";
import { type Band, MOST_BANDS } from "./values";

/** Markups by what a thing costs; the last one is for all above. */
export function BandRows({
  value,
  onChange,
}: {
  value: Band[];
  onChange: (bands: Band[]) => void;
}) {
  const t = useTexts(ruleFormTexts);
  const store = useStore();
  const set = (place: number, change: Partial<Band>) =>
    onChange(value.map((band, n) => (n === place ? { ...band, ...change } : band)));
  const last = value.length - 1;
  return (
    <div className="grid gap-3">
      {value.map((band, place) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a band is its place
          key={place}
          aria-label={t("band_n", { number: place + 1 })}
          className="grid grid-cols-2 items-end gap-3 sm:grid-cols-[1fr_1fr_1fr_auto]"
        >
          {place === last ? (
            <p className="self-end pb-2 text-13 font-medium max-sm:col-span-2">{t("band_above")}</p>
          ) : (
            <Field label={t("band_first")}>
              <MoneyInput
                currency={store.currency}
                value={band.upTo}
                onValueChange={(upTo) => set(place, { upTo })}
              />
            </Field>
          )}
          <Field label={t("factor")}>
            <InputGroup
              inputMode="decimal"
              autoComplete="off"
              before="×"
              inputClassName="num text-end"
              value={band.factor}
              onChange={(event) => set(place, { factor: event.target.value })}
            />
          </Field>
          <Field label={t("add")}>
            <MoneyInput
              currency={store.currency}
              value={band.add}
              onValueChange={(add) => set(place, { add })}
            />
          </Field>
          <IconButton
            label={t("band_remove", { number: place + 1 })}
            disabled={place === last}
            onClick={() => onChange(value.filter((_, n) => n !== place))}
          >
            <X aria-hidden />
          </IconButton>
        </fieldset>
      ))}
      <Button
        className="justify-self-start"
        disabled={value.length >= MOST_BANDS}
        onClick={() =>
          onChange([
            ...value.slice(0, last),
            { upTo: null, factor: value[last]?.factor ?? "2", add: null },
            ...value.slice(last),
          ])
        }
      >
        <Plus aria-hidden />
        {t("band_add")}
      </Button>
    </div>
  );
}
