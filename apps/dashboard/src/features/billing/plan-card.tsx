"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Badge } from "@ecomm/ui/status";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import type { Plan, Subscription } from "@/api/billing";
import { runs } from "./standing";
import { billingTexts } from "./texts";

/** One plan beside the others: what it costs, what it includes, and the way onto it. */
export function PlanCard({
  plan,
  below,
  interval,
  found,
  lifting,
  onChoose,
}: {
  plan: Plan;
  /** The next smaller one. */
  below: Plan | undefined;
  interval: "month" | "year";
  found: Subscription;
  /** It is the one that lifts the limit somebody came from. */
  lifting: boolean;
  /** Null: it cannot be chosen here, or not by this person. */
  onChoose: (() => void) | null;
}) {
  const t = useTexts(billingTexts);
  const { locale } = useLocale();
  const yearly = interval === "year" && plan.year !== null;
  const price = yearly && plan.year ? plan.year : plan.month;
  const mine = found.plan === plan.name && found.state !== "cancelled";
  const same = mine && (!runs(found) || found.interval === interval);
  const added = plan.features.filter((name) => !below?.features.includes(name));
  const offer = mine
    ? t(interval === "year" ? "to_year" : "to_month")
    : t(runs(found) ? "upgrade" : "choose", { plan: plan.title });
  return (
    <li
      className={cn(
        "flex min-w-0 flex-col gap-4 rounded-panel bg-surface p-4 inset-ring inset-ring-border",
        (lifting || mine) && "inset-ring-2 inset-ring-accent",
      )}
    >
      <div className="grid gap-1">
        <div className="flex min-h-6 flex-wrap items-center gap-2">
          <h2 className="text-16 font-semibold">{plan.title}</h2>
          {mine ? <Badge tone="accent">{t("current")}</Badge> : null}
          {lifting && !mine ? <Badge tone="info">{t("lifts")}</Badge> : null}
        </div>
        <p>
          {plan.on_request ? <span className="text-13 text-muted">{t("from")} </span> : null}
          <span className="num text-20 font-semibold">{formatMoney(price, locale)}</span>{" "}
          <span className="text-13 text-muted">{t(yearly ? "per_year" : "per_month")}</span>
        </p>
      </div>
      <ul className="grid gap-2 text-13">
        {plan.limits.map(({ name, limit }) => (
          <Line key={name} none={limit === 0}>
            {limit === null
              ? t(`free_${name}` as "free_stores")
              : t(`limit_${name}` as "limit_stores", { count: limit })}
          </Line>
        ))}
      </ul>
      {added.length > 0 ? (
        <div className="grid gap-2 border-t pt-4 text-13">
          {below ? <p className="text-muted">{t("with_below", { plan: below.title })}</p> : null}
          <ul className="grid gap-2">
            {added.map((name) => (
              <Line key={name}>{name.charAt(0).toUpperCase() + name.slice(1)}</Line>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="mt-auto">
        {plan.on_request ? (
          <p className="text-13 text-muted">{t("on_request_body")}</p>
        ) : onChoose && !same ? (
          <Button className="w-full" variant={lifting ? "primary" : "default"} onClick={onChoose}>
            {offer}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Line({ none = false, children }: { none?: boolean; children: ReactNode }) {
  const Mark = none ? Minus : Check;
  return (
    <li className={cn("flex gap-2", none && "text-muted")}>
      <Mark
        className={cn("mt-0.5 size-4 shrink-0", none ? "text-subtle" : "text-success")}
        aria-hidden
      />
      <span className="min-w-0">{children}</span>
    </li>
  );
}
