import type { Draft, DraftWish } from "@/api/drafts";

/** A line as it is edited; what is not saved yet shows the price it was picked at. */
export interface Line {
  variant_id: string;
  quantity: number;
  title: string;
  detail: string;
  image: Draft["lines"][number]["image"];
  unit: number;
  problem: string | null;
  available: number | null;
}

export type Address = Record<
  "name" | "line1" | "line2" | "postal_code" | "city" | "state" | "country" | "phone",
  string
>;

/** A draft as it is edited. `percent` is in percent, `amount` in minor units. */
export interface Form {
  customer_id: string | null;
  email: string;
  lines: Line[];
  address: Address;
  rate: string;
  kind: "none" | "percent" | "amount";
  percent: string;
  amount: number | null;
  reason: string;
  note: string;
  tags: string[];
}

export const NEEDED = ["name", "line1", "postal_code", "city", "country"] as const;

/** What the server has, as a form. */
export function formOf(draft: Draft, country: string): Form {
  const to = draft.shipping_address;
  const { discount } = draft;
  return {
    customer_id: draft.customer_id,
    email: draft.email ?? "",
    lines: draft.lines.map((line) => ({
      variant_id: line.variant_id,
      quantity: line.quantity,
      title: line.title,
      detail: [line.variant_title, line.sku].filter(Boolean).join(" · "),
      image: line.image,
      unit: line.unit_price.amount,
      problem: line.problem,
      available: line.available,
    })),
    address: {
      name: to?.name ?? "",
      line1: to?.line1 ?? "",
      line2: to?.line2 ?? "",
      postal_code: to?.postal_code ?? "",
      city: to?.city ?? "",
      state: to?.state ?? "",
      country: to?.country ?? country,
      phone: to?.phone ?? "",
    },
    rate: draft.shipping_rate_id ?? "",
    kind: discount ? (discount.amount ? "amount" : "percent") : "none",
    percent: discount?.percent_ppm ? String(discount.percent_ppm / 10_000) : "",
    amount: discount?.amount?.amount ?? null,
    reason: discount?.reason ?? "",
    note: draft.note ?? "",
    tags: draft.tags,
  };
}

/** Whether anything of an address but its country was written. */
export function addressBegun(address: Address): boolean {
  return Object.entries(address).some(([name, text]) => name !== "country" && text.trim() !== "");
}

/** A share in parts per million; null for what is none. */
export function sharePpm(percent: string): number | null {
  const share = Number(percent.trim().replace(",", "."));
  const ppm = Math.round(share * 10_000);
  return percent.trim() !== "" && Number.isFinite(share) && ppm >= 1 && ppm <= 1_000_000
    ? ppm
    : null;
}

export type Wrong = Partial<
  Record<"email" | "reason" | "percent" | "amount" | keyof Address, true>
>;

/** What has to be put right before it can be saved. */
export function wrongIn(form: Form): Wrong {
  const wrong: Wrong = {};
  if (form.email.trim() !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email.trim())) {
    wrong.email = true;
  }
  if (addressBegun(form.address)) {
    for (const name of NEEDED) if (form.address[name].trim() === "") wrong[name] = true;
  }
  if (form.kind !== "none" && form.reason.trim() === "") wrong.reason = true;
  if (form.kind === "percent" && sharePpm(form.percent) === null) wrong.percent = true;
  if (form.kind === "amount" && !(form.amount !== null && form.amount > 0)) wrong.amount = true;
  return wrong;
}

/** What is sent of a form without mistakes. */
export function wishOf(form: Form, currency: string): DraftWish {
  const { address } = form;
  const share = sharePpm(form.percent);
  return {
    customer_id: form.customer_id,
    email: form.email.trim() || null,
    lines: form.lines.map(({ variant_id, quantity }) => ({ variant_id, quantity })),
    shipping_address: addressBegun(address)
      ? {
          name: address.name.trim(),
          line1: address.line1.trim(),
          line2: address.line2.trim() || null,
          postal_code: address.postal_code.trim(),
          city: address.city.trim(),
          state: address.state.trim() || null,
          country: address.country,
          phone: address.phone.trim() || null,
        }
      : null,
    shipping_rate_id: form.rate || null,
    discount:
      form.kind === "none"
        ? null
        : {
            percent_ppm: form.kind === "percent" ? share : null,
            amount:
              form.kind === "amount" && form.amount !== null
                ? { amount: form.amount, currency }
                : null,
            reason: form.reason.trim(),
          },
    note: form.note.trim() || null,
    tags: form.tags,
  };
}
