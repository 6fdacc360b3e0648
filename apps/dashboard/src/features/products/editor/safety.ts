import type { Schema } from "@ecomm/api-client";
import { z } from "zod";
import type { Product } from "@/api/products";

/** Who answers for a product, and what to mind, as they are typed. */
export interface SafetyDraft {
  manufacturerName: string;
  manufacturerAddress: string;
  manufacturerEmail: string;
  responsibleName: string;
  responsibleAddress: string;
  responsibleEmail: string;
  warnings: string;
}

export function safetyDraft(safety: Product["safety"]): SafetyDraft {
  return {
    manufacturerName: safety?.manufacturer?.name ?? "",
    manufacturerAddress: safety?.manufacturer?.address ?? "",
    manufacturerEmail: safety?.manufacturer?.email ?? "",
    responsibleName: safety?.responsible?.name ?? "",
    responsibleAddress: safety?.responsible?.address ?? "",
    responsibleEmail: safety?.responsible?.email ?? "",
    warnings: safety?.warnings ?? "",
  };
}

export const safetySchema = (emailInvalid: string): z.ZodType<SafetyDraft, SafetyDraft> => {
  const email = z.union([z.literal(""), z.email(emailInvalid)]);
  return z.object({
    manufacturerName: z.string().max(200),
    manufacturerAddress: z.string().max(500),
    manufacturerEmail: email,
    responsibleName: z.string().max(200),
    responsibleAddress: z.string().max(500),
    responsibleEmail: email,
    warnings: z.string().max(5000),
  });
};

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** What the API takes; nothing at all is null. */
export function safetyBody(draft: SafetyDraft): Schema<"Safety"> | null {
  if (Object.values(draft).every((text) => text.trim() === "")) return null;
  return {
    manufacturer: {
      name: orNull(draft.manufacturerName),
      address: orNull(draft.manufacturerAddress),
      email: orNull(draft.manufacturerEmail),
    },
    responsible: {
      name: orNull(draft.responsibleName),
      address: orNull(draft.responsibleAddress),
      email: orNull(draft.responsibleEmail),
    },
    warnings: orNull(draft.warnings),
  };
}

/** The editor's name of a safety field the API speaks of, or null. */
export function safetyField(field: string): string | null {
  const found = /^safety\.(manufacturer|responsible)\.(name|address|email)$/.exec(field);
  if (!found) return field === "safety.warnings" ? field : null;
  const [, who, what = ""] = found;
  return `safety.${who}${what[0]?.toUpperCase()}${what.slice(1)}`;
}
