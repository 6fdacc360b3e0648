"use client";

import { type ComponentProps, useEffect, useRef, useState } from "react";
import { useLocale, useTexts } from "./i18n";
import { InputGroup } from "./input";
import { currencySymbol, formatMoney, minorDigits, parseMoney, toDecimal } from "./lib/money";
import { uiTexts } from "./texts";

type Props = Omit<ComponentProps<typeof InputGroup>, "value" | "onChange" | "type" | "before"> & {
  currency: string;
  /** Minor units; null is empty. */
  value: number | null;
  /** Called with minor units while what is typed can be read, and with NaN while it cannot. */
  onValueChange: (amount: number | null) => void;
};

/**
 * An amount of money. The currency stands before it, values go in and out as minor units.
 * What is typed stays as typed until the field is left, then it is written out in full;
 * what cannot be read stays, so that nothing typed is lost.
 */
export function MoneyInput({ currency, value, onValueChange, onBlur, ...props }: Props) {
  const t = useTexts(uiTexts);
  const { locale } = useLocale();
  const show = (amount: number | null) =>
    amount === null || Number.isNaN(amount) ? "" : toDecimal(amount, currency);
  const [text, setText] = useState(show(value));
  const sent = useRef<number | null>(value);

  // A value from outside (reset, another field) replaces the text; our own echo does not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `show` only depends on currency
  useEffect(() => {
    if (!Object.is(value, sent.current)) {
      sent.current = value;
      setText(show(value));
    }
  }, [value, currency]);

  const read = parseMoney(text, currency);
  return (
    <InputGroup
      inputMode={minorDigits(currency) === 0 ? "numeric" : "decimal"}
      autoComplete="off"
      inputClassName="num text-end"
      before={currencySymbol(currency, locale)}
      placeholder={toDecimal(0, currency)}
      {...(read === "invalid" ? { "aria-invalid": true as const } : {})}
      title={
        read === "invalid"
          ? t("money_invalid", { example: formatMoney({ amount: 1999, currency }, locale) })
          : undefined
      }
      value={text}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        const amount = parseMoney(typed, currency);
        sent.current = amount === "invalid" ? Number.NaN : amount;
        onValueChange(sent.current);
      }}
      onBlur={(event) => {
        if (read !== "invalid") setText(show(read));
        onBlur?.(event);
      }}
      {...props}
    />
  );
}
