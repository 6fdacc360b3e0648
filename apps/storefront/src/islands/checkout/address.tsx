"use client";

import type { CountryChoice } from "@/lib/countries";
import { checkout as words } from "@/messages/en/checkout";
import { Field, Problem } from "./field";
import {
  type FieldName,
  type Fields,
  likelierEmail,
  type Problems,
  WITH_STATE,
} from "./form-state";

export interface AddressProps {
  fields: Fields;
  problems: Problems;
  countries: CountryChoice[];
  onChange: (name: FieldName, value: string) => void;
  onLeave: (name: FieldName) => void;
}

/** Who buys. */
export function Contact({ fields, problems, onChange, onLeave }: AddressProps) {
  const better = problems.email ? null : likelierEmail(fields.email);
  return (
    <section className="panel" aria-labelledby="who">
      <h2 id="who">{words.who}</h2>
      <Field
        name="email"
        label={words.email}
        value={fields.email}
        problem={problems.email}
        onChange={onChange}
        onLeave={onLeave}
        hint={words.emailHint}
        input={{ type: "email", autoComplete: "email", inputMode: "email", required: true }}
      />
      {better && (
        <p className="note" role="status">
          <span>
            {words.emailTypo(better)}{" "}
            <button type="button" className="fix" onClick={() => onChange("email", better)}>
              {words.use(better)}
            </button>
          </span>
        </p>
      )}
    </section>
  );
}

const optional = (label: string) => (
  <>
    {label} <span className="muted font-normal">{words.optional}</span>
  </>
);

/** Where it goes. Fields carry the names browsers fill in by themselves. */
export function AddressForm({ fields, problems, countries, onChange, onLeave }: AddressProps) {
  const text = (name: FieldName) => ({
    name,
    value: fields[name],
    problem: problems[name],
    onChange,
    onLeave,
  });
  return (
    <section className="panel" aria-labelledby="where">
      <h2 id="where">{words.where}</h2>
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
          input={{ autoComplete: "address-level2", required: true, maxLength: 120 }}
        />
        {problems.postal_code && (
          <Problem
            id="postal_code-error"
            problem={problems.postal_code}
            onFix={(value) => onChange("postal_code", value)}
          />
        )}
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
    </section>
  );
}
