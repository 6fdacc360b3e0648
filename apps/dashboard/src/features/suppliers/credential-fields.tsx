"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import type { CredentialField } from "@/api/suppliers";
import { suppliersTexts } from "./texts";

export type Typed = Readonly<Record<string, string>>;

/** The fields that are missing, as messages by name. */
export function missingFields(
  fields: readonly CredentialField[],
  typed: Typed,
  say: (label: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    fields
      .filter((field) => field.required && !typed[field.name]?.trim())
      .map((field) => [field.name, say(field.label)]),
  );
}

/** Only what was typed, of fields that there are: an empty field is not sent. */
export function toSend(fields: readonly CredentialField[], typed: Typed): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = typed[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

/** What a kind of supplier wants to know. What is secret is dotted, and nothing remembers it. */
export function CredentialFields({
  fields,
  typed,
  errors,
  onChange,
}: {
  fields: readonly CredentialField[];
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  onChange: (name: string, value: string) => void;
}) {
  const t = useTexts(suppliersTexts);
  return fields.map((field) => {
    const control = {
      name: `credential-${field.name}`,
      value: typed[field.name] ?? "",
      maxLength: 2000,
      spellCheck: false,
      autoCapitalize: "off",
      onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
        onChange(field.name, event.target.value),
    };
    const help = [field.help, field.secret ? t("secret_help") : ""].filter(Boolean).join(" ");
    return (
      <Field
        key={field.name}
        label={field.label}
        optional={!field.required}
        required={field.required}
        error={errors[field.name]}
        {...(help ? { help } : {})}
      >
        {field.secret ? (
          <PasswordInput autoComplete="new-password" {...control} />
        ) : (
          <Input autoComplete="off" {...control} />
        )}
      </Field>
    );
  });
}
