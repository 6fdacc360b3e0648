"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { Progress } from "@ecomm/ui/progress";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { plansQuery, subscriptionQuery } from "@/api/billing";
import type { LimitHit } from "@/shell/limits";
import { useMay } from "@/shell/may";
import { ChangeDialog } from "./change-dialog";
import { runs } from "./standing";
import { limitTexts } from "./texts";

/**
 * After any call that the plan does not allow: the limit, its use, and the way past it. Whoever pays
 * for a plan changes it right here, and what was entered below stays; everybody else is led to the
 * plans in another tab, for the same reason.
 */
export function LimitDialog({ hit, onClose }: { hit: LimitHit; onClose: () => void }) {
  const t = useTexts(limitTexts);
  const owner = useMay()("own_business");
  const [changing, setChanging] = useState(false);
  const plans = useQuery({ ...plansQuery, enabled: !hit.readOnly });
  const current = useQuery({ ...subscriptionQuery, enabled: !hit.readOnly });
  const remedy = plans.data?.plans.find((plan) => plan.name === hit.liftedBy?.name);
  const found = current.data;
  const here =
    owner && remedy !== undefined && !remedy.on_request && found !== undefined && runs(found);
  if (changing && here && plans.data)
    return (
      <ChangeDialog
        plan={remedy}
        interval={found.interval ?? "month"}
        found={found}
        sold={plans.data.add_ons}
        onClose={onClose}
      />
    );
  const { used, allowed: limit } = hit;
  const full = used !== null && limit !== null;
  const title = hit.readOnly ? "title_read_only" : full ? "title" : "title_feature";
  const said =
    full && t.has(`hit_${hit.name}`)
      ? t(`hit_${hit.name}` as "hit_stores", { used, limit })
      : !full && t.has(`none_${hit.name}`)
        ? t(`none_${hit.name}` as "none_custom_domains")
        : hit.message;
  const href = hit.readOnly
    ? "/billing"
    : `/billing/plans${hit.liftedBy ? `?plan=${hit.liftedBy.name}` : ""}`;
  const action = hit.readOnly
    ? t("billing")
    : hit.liftedBy
      ? t("see", { plan: hit.liftedBy.title })
      : t("see_plans");
  return (
    <Dialog open onOpenChange={(open) => open || onClose()}>
      <DialogContent title={t(title)} description={said}>
        <DialogBody className="grid gap-4 text-13">
          {full ? (
            <div>
              <div className="flex justify-between gap-4">
                <span className="text-muted">
                  {t.has(`use_${hit.name}`) ? t(`use_${hit.name}` as "use_stores") : t("used")}
                </span>
                <span className="num">{t("used_of", { used, limit })}</span>
              </div>
              <Progress
                className="mt-1.5"
                size="md"
                value={used / limit}
                label={t("used_of", { used, limit })}
              />
            </div>
          ) : null}
          {hit.readOnly ? null : (
            <p className="text-muted">
              {hit.liftedBy
                ? t(full ? "lifted" : "lifted_feature", { plan: hit.liftedBy.title })
                : t("lifted_none")}{" "}
              {t(here ? "stays" : "stays_elsewhere")}
            </p>
          )}
          {owner ? null : <p className="text-muted">{t("owner")}</p>}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t("later")}</Button>
          {here ? (
            <Button variant="primary" onClick={() => setChanging(true)}>
              {t("change", { plan: remedy.title })}
            </Button>
          ) : (
            <Button asChild variant="primary">
              <a href={href} target="_blank" rel="noopener" onClick={onClose}>
                {action}
              </a>
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
