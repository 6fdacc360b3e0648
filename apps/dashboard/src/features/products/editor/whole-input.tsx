"use client";

import { Input } from "@ecomm/ui/input";
import { type ComponentProps, useEffect, useRef, useState } from "react";

type Props = Omit<ComponentProps<typeof Input>, "value" | "onChange" | "type"> & {
  value: number | null;
  /** Called with the number, null for empty, NaN for what is no whole number. */
  onValueChange: (value: number | null) => void;
};

/** A whole number. What is typed stays until it is a number, so that nothing is lost. */
export function WholeInput({ value, onValueChange, className, ...props }: Props) {
  const show = (number: number | null) =>
    number === null || Number.isNaN(number) ? "" : String(number);
  const [text, setText] = useState(show(value));
  const sent = useRef(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `show` is pure
  useEffect(() => {
    if (!Object.is(value, sent.current)) {
      sent.current = value;
      setText(show(value));
    }
  }, [value]);
  return (
    <Input
      inputMode="numeric"
      autoComplete="off"
      {...props}
      className={className ?? "num text-end"}
      value={text}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        const clean = typed.replace(/[\s,.'’]/g, "");
        sent.current = clean === "" ? null : /^\d{1,10}$/.test(clean) ? Number(clean) : Number.NaN;
        onValueChange(sent.current);
      }}
    />
  );
}
