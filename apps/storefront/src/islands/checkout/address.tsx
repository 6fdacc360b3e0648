"use client";

import { useWords } from "#words";
import type { CountryChoice } from "@/lib/countries";

import { Field, Problem } from "./field";
import { type FieldName, type Fields, type Problems, WITH_STATE } from "./form-state";

export interface AddressProps {
  fields: Fields;
  problems: Problems;
  countries: CountryChoice[];
  onChange: (name: FieldName, value: string) => void;
  onLeave: (name: FieldName) => void;
}

/** The fields of an address, under the names browsers fill in by themselves. */
export function AddressForm({ fields, problems, countries, onChange, onLeave }: AddressProps) {
  const words = useWords("checkout");
  const optional = (label: string) => (
    <>
      {label} <span className="muted font-normal">{words.optional}</span>
    </>
  );
  const text = (name: FieldName) => ({
    name,
    value: fields[name],
    problem: problems[name],
    onChange,
    onLeave,
  });
  return (
    <div className="till-form">
      <Field {...text("country")} label={words.country}>
        <select
          id="country"
          name="country"
          className="input"
          autoComplete="country"
          required
          value={fields.country}
          aria-invalid={problems.country ? "true" : undefined}
          aria-describedby={problems.country ? "country-error" : undefined}
          onChange={(event) => onChange("country", event.target.value)}
        >
          {fields.country === "" && <option value="">{words.countryPick}</option>}
          {countries.map((country) => (
            <option key={country.code} value={country.code}>
              {country.name}
            </option>
          ))}
        </select>
      </Field>
      <Field
        {...text("name")}
        label={words.name}
        input={{ autoComplete: "name", required: true, maxLength: 120 }}
      />
      <Field
        {...text("line1")}
        label={words.line1}
        input={{ autoComplete: "address-line1", required: true }}
      />
      <Field
        {...text("line2")}
        label={optional(words.line2)}
        input={{ autoComplete: "address-line2" }}
      />
      <Field
        {...text("postal_code")}
        className="third"
        label={words.postcode}
        problem={undefined}
        input={{
          autoComplete: "postal-code",
          required: true,
          maxLength: 20,
          "aria-invalid": problems.postal_code ? "true" : undefined,
          "aria-describedby": problems.postal_code ? "postal_code-error" : undefined,
        }}
      />
      <Field
        {...text("city")}
        className="two-thirds"
        label={words.city}
        problem={undefined}
        input={{
          autoComplete: "address-level2",
          required: true,
          maxLength: 120,
          "aria-invalid": problems.city ? "true" : undefined,
          "aria-describedby": problems.city ? "city-error" : undefined,
        }}
      />
      {/* Their columns are too narrow for a sentence: both stand below the row, in its order. */}
      {(["postal_code", "city"] as const).map((name) => {
        const problem = problems[name];
        return (
          problem && (
            <Problem
              key={name}
              id={`${name}-error`}
              problem={problem}
              onFix={(value) => onChange(name, value)}
            />
          )
        );
      })}
      {WITH_STATE.has(fields.country) && (
        <Field
          {...text("state")}
          label={words.state}
          input={{ autoComplete: "address-level1", maxLength: 120 }}
        />
      )}
      <Field
        {...text("phone")}
        label={optional(words.phone)}
        hint={words.phoneHint}
        input={{ type: "tel", autoComplete: "tel", inputMode: "tel", maxLength: 40 }}
      />
    </div>
  );
}
