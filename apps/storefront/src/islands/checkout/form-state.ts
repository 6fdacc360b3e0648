/** What the checkout form holds, how it is judged, and how it survives a reload. */

import type { Words } from "@/messages/catalogues";

type CheckoutWords = Words["checkout"];

export interface Fields {
  email: string;
  country: string;
  name: string;
  line1: string;
  line2: string;
  postal_code: string;
  city: string;
  state: string;
  phone: string;
}

export type FieldName = keyof Fields;
export type Blamed = FieldName | "shipping_rate_id";

/** What is wrong with a field, and a value that would put it right. */
export interface FieldProblem {
  text: string;
  fix?: string;
}

export type Problems = Partial<Record<Blamed, FieldProblem>>;

export const EMPTY_FIELDS: Fields = {
  email: "",
  country: "",
  name: "",
  line1: "",
  line2: "",
  postal_code: "",
  city: "",
  state: "",
  phone: "",
};

const REQUIRED = ["email", "country", "name", "line1", "postal_code", "city"] as const;

/** The order fields stand in: the first wrong one gets the focus. */
export const FIELD_ORDER: readonly Blamed[] = [
  "email",
  "country",
  "name",
  "line1",
  "line2",
  "postal_code",
  "city",
  "state",
  "phone",
  "shipping_rate_id",
];

/** Countries whose addresses need a state or province. */
export const WITH_STATE = new Set([
  "US",
  "CA",
  "AU",
  "BR",
  "MX",
  "IN",
  "IT",
  "ES",
  "MY",
  "JP",
  "CN",
]);

interface PostalRule {
  pattern: RegExp;
  /** Digits, where the code is digits alone. */
  digits?: number;
  example: string;
  /** Brings a code that only lacks its usual spelling into it. */
  tidy: (code: string) => string;
}

const numeric = (digits: number, example: string): PostalRule => ({
  pattern: new RegExp(`^\\d{${digits}}$`),
  digits,
  example,
  tidy: (code) => code.replace(/\D/g, ""),
});

const POSTAL: Readonly<Record<string, PostalRule>> = {
  DE: numeric(5, "10119"),
  FR: numeric(5, "75001"),
  IT: numeric(5, "00184"),
  ES: numeric(5, "28013"),
  FI: numeric(5, "00100"),
  AT: numeric(4, "1010"),
  CH: numeric(4, "8001"),
  BE: numeric(4, "1000"),
  DK: numeric(4, "1050"),
  LU: numeric(4, "1009"),
  NO: numeric(4, "0150"),
  AU: numeric(4, "2000"),
  US: {
    pattern: /^\d{5}(?:-\d{4})?$/,
    example: "94103",
    tidy: (code) => code.replace(/[^\d-]/g, "").replace(/^(\d{5})(\d{4})$/, "$1-$2"),
  },
  NL: {
    pattern: /^\d{4} ?[A-Z]{2}$/,
    example: "1012 AB",
    tidy: (code) =>
      code
        .toUpperCase()
        .replace(/[^\dA-Z]/g, "")
        .replace(/^(\d{4})([A-Z]{2})$/, "$1 $2"),
  },
  GB: {
    pattern: /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/,
    example: "SW1A 1AA",
    tidy: (code) =>
      code
        .toUpperCase()
        .replace(/[^\dA-Z]/g, "")
        .replace(/^(.+)(\d[A-Z]{2})$/, "$1 $2"),
  },
  CA: {
    pattern: /^[A-Z]\d[A-Z] \d[A-Z]\d$/,
    example: "K1A 0B1",
    tidy: (code) =>
      code
        .toUpperCase()
        .replace(/[^\dA-Z]/g, "")
        .replace(/^(.{3})(.{3})$/, "$1 $2"),
  },
  SE: { ...numeric(5, "111 20"), pattern: /^\d{3} ?\d{2}$/ },
  PL: {
    pattern: /^\d{2}-\d{3}$/,
    example: "00-001",
    tidy: (code) => code.replace(/\D/g, "").replace(/^(\d{2})(\d{3})$/, "$1-$2"),
  },
  PT: {
    pattern: /^\d{4}-\d{3}$/,
    example: "1100-148",
    tidy: (code) => code.replace(/\D/g, "").replace(/^(\d{4})(\d{3})$/, "$1-$2"),
  },
};

function postalProblem(
  country: string,
  code: string,
  name: string,
  words: CheckoutWords,
): FieldProblem | null {
  const rule = POSTAL[country];
  if (!rule || rule.pattern.test(code)) return null;
  const text = rule.digits
    ? words.postal.digits(name, rule.digits)
    : words.postal.shape(name, rule.example);
  const tidy = rule.tidy(code);
  return rule.pattern.test(tidy) ? { text, fix: tidy } : { text };
}

const HOSTS = new Map(
  Object.entries({
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "gnail.com": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "outlok.com": "outlook.com",
    "outlook.con": "outlook.com",
    "yaho.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
    "iclod.com": "icloud.com",
    "icloud.con": "icloud.com",
  }),
);

function emailProblem(email: string, words: CheckoutWords): FieldProblem | null {
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email)) return null;
  const tidy = email.replace(/\s+/g, "").replace(/[,;]/g, ".").replace(/\.+$/, "");
  const good = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(tidy);
  return good ? { text: words.badEmail, fix: tidy } : { text: words.badEmail };
}

/** A likelier spelling of an address that is valid as it stands; null where there is none. */
export function likelierEmail(email: string): string | null {
  const [user, host] = email.trim().split("@");
  const better = HOSTS.get((host ?? "").toLowerCase());
  return user && better ? `${user}@${better}` : null;
}

/** Judges the form before it is sent. The server judges again. */
export function judge(
  fields: Fields,
  rateId: string,
  countryName: string,
  words: CheckoutWords,
): Problems {
  const problems: Problems = {};
  for (const name of REQUIRED) {
    if (fields[name].trim() === "") problems[name] = { text: words.required[name] };
  }
  const email = fields.email.trim();
  const badEmail = email ? emailProblem(email, words) : null;
  if (badEmail) problems.email = badEmail;
  const code = fields.postal_code.trim();
  const badCode = code ? postalProblem(fields.country, code, countryName, words) : null;
  if (badCode) problems.postal_code = badCode;
  if (rateId === "" && !problems.country) {
    problems.shipping_rate_id = { text: words.required.shipping_rate_id };
  }
  return problems;
}

const FIELD_NAMES = Object.keys(EMPTY_FIELDS) as FieldName[];

/** The form field a server's `field` path means, or null. */
export function fieldOf(path: string | null | undefined): Blamed | null {
  const last = (path ?? "").split(".").at(-1) ?? "";
  if (last === "shipping_rate_id") return last;
  return FIELD_NAMES.find((name) => name === last) ?? null;
}

const draftKey = (slug: string) => `checkout-${slug}`;

/** Keeps what was typed for this tab alone, until it closes. */
export function keepDraft(slug: string, fields: Fields): void {
  try {
    sessionStorage.setItem(draftKey(slug), JSON.stringify(fields));
  } catch {
    // Storage is full or forbidden: the form works without it.
  }
}

export function dropDraft(slug: string): void {
  try {
    sessionStorage.removeItem(draftKey(slug));
  } catch {
    // Storage is forbidden: there is nothing to drop.
  }
}

const creditKey = (slug: string) => `checkout-credit-${slug}`;

/** Whether the shopper's credit shall pay, for this tab alone. */
export function keepCredit(slug: string, used: boolean): void {
  try {
    if (used) sessionStorage.setItem(creditKey(slug), "1");
    else sessionStorage.removeItem(creditKey(slug));
  } catch {
    // Storage is full or forbidden: the choice lasts as long as the page.
  }
}

export function readCredit(slug: string): boolean {
  try {
    return sessionStorage.getItem(creditKey(slug)) === "1";
  } catch {
    return false; // storage is forbidden
  }
}

/** Fields out of anything: a stored draft, or an address the API returns. */
export function readFields(value: unknown): Partial<Fields> {
  if (typeof value !== "object" || value === null) return {};
  const source = value as Record<string, unknown>;
  const found: Partial<Fields> = {};
  for (const name of FIELD_NAMES) {
    const text = source[name];
    if (typeof text === "string" && text !== "") found[name] = text.slice(0, 200);
  }
  return found;
}

export function readDraft(slug: string): Partial<Fields> {
  try {
    return readFields(JSON.parse(sessionStorage.getItem(draftKey(slug)) ?? "null"));
  } catch {
    return {}; // no draft, or none of ours
  }
}
