import type { Schema } from "@ecomm/api-client";
import type { Translator } from "@ecomm/ui/i18n";
import type { shellTexts } from "@/shell/texts";

/** The limit that is nearest to being reached; null where the plan has none. */
export function nearestLimit(
  usage: readonly Schema<"PlanUseOut">[],
): { name: string; used: number; limit: number } | null {
  const limited = usage.flatMap(({ name, used, limit }) =>
    limit === null || limit <= 0 ? [] : [{ name, used, limit }],
  );
  limited.sort((a, b) => b.used / b.limit - a.used / a.limit);
  return limited[0] ?? null;
}

/** A plan as people call it. */
export function planName(plan: string, t: Translator<(typeof shellTexts)["messages"]>): string {
  return t.has(plan) ? t(plan as "trial") : plan;
}
