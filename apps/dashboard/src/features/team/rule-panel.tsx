"use client";

import type { Schema } from "@ecomm/api-client";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { meQuery } from "@/api/account";
import { factorRuleQuery, setFactorRule } from "@/api/team";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { teamTexts } from "./texts";

/** Whether everybody needs two-factor authentication; the owner's to say. */
export function RulePanel({ me }: { me: Schema<"MeOut"> }) {
  const t = useTexts(teamTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const rule = useQuery(factorRuleQuery);
  const may = useMay();
  const set = useMutation({
    mutationFn: setFactorRule,
    onSuccess: (made) => {
      client.setQueryData(factorRuleQuery.queryKey, made);
      client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const error = loadError(rule, shell);
  const mine = me.two_factor_enabled;
  return (
    <Panel>
      <PanelHeader title={t("rule")} />
      {error ? (
        <LoadError error={error} />
      ) : rule.data === undefined ? (
        <div className="px-4 pb-4" aria-busy="true">
          <Skeleton className="w-64" />
        </div>
      ) : (
        <PanelBody className="grid gap-2">
          <SwitchField
            label={t("rule_label")}
            help={
              rule.data.require_two_factor
                ? t("rule_without", { count: rule.data.members_without })
                : t("rule_off")
            }
            checked={rule.data.require_two_factor}
            disabled={!may("own_business") || set.isPending || !mine}
            onCheckedChange={(on) => set.mutate(on)}
          />
          {may("own_business") && !mine ? (
            <p className="text-12 text-muted">
              {t("rule_own")}{" "}
              <Link
                href="/profile#two-factor"
                className="rounded-xs font-medium text-accent underline underline-offset-3"
              >
                {t("rule_open")}
              </Link>
            </p>
          ) : null}
        </PanelBody>
      )}
    </Panel>
  );
}
