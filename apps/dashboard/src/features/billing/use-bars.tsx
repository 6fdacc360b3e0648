"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { Badge } from "@ecomm/ui/status";
import Link from "next/link";
import type { Plan, Subscription } from "@/api/billing";
import { billingTexts } from "./texts";

type Use = Subscription["usage"][number];

/** Use against each limit, before it bites. */
export function UseBars({ usage, plans }: { usage: readonly Use[]; plans: readonly Plan[] }) {
  const t = useTexts(billingTexts);
  return (
    <Panel>
      <PanelHeader title={t("use")} />
      <PanelBody className="grid gap-5 sm:grid-cols-3">
        {usage.map((use) => (
          <UseBar
            key={use.name}
            use={use}
            lifted={plans.find((plan) => plan.name === use.lifted_by)?.title ?? null}
          />
        ))}
      </PanelBody>
    </Panel>
  );
}

function UseBar({ use, lifted }: { use: Use; lifted: string | null }) {
  const t = useTexts(billingTexts);
  const name = t.has(`use_${use.name}`) ? t(`use_${use.name}` as "use_stores") : use.name;
  const text =
    use.limit === null
      ? t("used_free", { used: use.used })
      : use.limit === 0
        ? t("none_of")
        : t("used_of", { used: use.used, limit: use.limit });
  const percent = use.limit === 0 ? null : use.percent;
  return (
    <div className="grid content-start gap-1.5 text-13">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>{name}</span>
        {percent !== null && percent >= 100 ? (
          <Badge tone="danger">{t("full")}</Badge>
        ) : percent !== null && percent >= 80 ? (
          <Badge tone="warning">{t("nearly")}</Badge>
        ) : null}
      </div>
      {use.limit ? (
        <Progress size="md" value={use.used / use.limit} label={`${name}: ${text}`} />
      ) : null}
      <p className="num text-12 text-muted">
        {text}
        {lifted && ((use.percent ?? 0) >= 80 || use.limit === 0) ? (
          <>
            {" · "}
            <Link
              className="text-accent underline-offset-3 hover:underline"
              href={`/billing/plans?plan=${use.lifted_by}`}
            >
              {t("lifted", { plan: lifted })}
            </Link>
          </>
        ) : null}
      </p>
    </div>
  );
}
