"use client";

import { useWords } from "#words";
import type { Variants } from "./variants";

/** Beyond this many values a list to choose from is quicker than a wall of chips. */
const MAX_CHIPS = 40;

interface OptionProps {
  variants: Variants;
  index: number;
  picks: readonly number[];
  onPick: (option: number, value: number) => void;
  /** Paints per value, for the server knows them already; null: chips. */
  paints: readonly string[] | null;
}

/** One option: swatches, chips, or a list. What is sold out is crossed, and can still be chosen. */
export function Option({ variants, index, picks, onPick, paints }: OptionProps) {
  const words = useWords("product");
  const option = variants.product.options[index];
  if (!option) return null;
  const { name, values } = option;
  const chosen = picks[index] ?? 0;
  const label = (value: string, out: boolean) => (out ? words.valueSoldOut(value) : value);

  if (values.length > MAX_CHIPS) {
    return (
      <div className="field">
        <label htmlFor={`option-${index}`}>{name}</label>
        <select
          id={`option-${index}`}
          className="input"
          value={chosen}
          onChange={(event) => onPick(index, Number(event.target.value))}
        >
          {values.map((value, at) => (
            <option key={value} value={at}>
              {label(value, variants.isOut(index, at, picks))}
            </option>
          ))}
        </select>
      </div>
    );
  }
  return (
    <fieldset className="option">
      <legend>
        <b className="strong">{name}</b>
        {paints && <span className="muted">{values[chosen]}</span>}
      </legend>
      <div className={paints ? "swatches" : "chips"}>
        {values.map((value, at) => {
          const out = variants.isOut(index, at, picks);
          const kind = paints ? "swatch" : "pick";
          return (
            <label
              key={value}
              className={out ? `${kind} ${kind}-out` : kind}
              title={label(value, out)}
            >
              <input
                type="radio"
                name={`option-${index}`}
                value={value}
                checked={at === chosen}
                onChange={() => onPick(index, at)}
              />
              <span
                className={`${kind}-face`}
                style={paints ? ({ "--paint": paints[at] } as React.CSSProperties) : undefined}
              >
                {paints ? null : value}
              </span>
              {(paints || out) && (
                <span className="sr-only">{paints ? label(value, out) : `, ${words.soldOut}`}</span>
              )}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
