"use client";

import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useRouter } from "next/navigation";
import { useRef } from "react";
import {
  createPriceRule,
  deletePriceRule,
  type PriceRule,
  priceRuleQuery,
  priceRulesKey,
  replacePriceRule,
} from "@/api/price-rules";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { ReadOnlyNote, RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import { RuleForm } from "./rule-form";
import { priceRuleTexts, ruleFormTexts } from "./texts";
import { blankRule, fromRule, type RuleValues, ruleBody } from "./values";
import { formulaText } from "./words";

/** A rule that does not exist yet. */
export function NewPriceRulePage() {
  const t = useTexts(ruleFormTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const home = `/stores/${store.id}/price-rules`;
  async function save(values: RuleValues): Promise<RuleValues> {
    const made = await createPriceRule(store.id, ruleBody(values), key.current);
    key.current = crypto.randomUUID();
    await client.invalidateQueries({ queryKey: priceRulesKey(store.id), exact: true });
    toast.success(t("created", { name: made.name }));
    router.replace(`${home}/${made.id}`);
    return fromRule(made);
  }
  return (
    <RoleGate what="price_rules" back={home}>
      <Page form>
        <PageHeader title={t("title_new")} />
        <RuleForm initial={blankRule()} replaces={null} save={save} />
      </Page>
    </RoleGate>
  );
}

/** One rule. */
export function PriceRulePage() {
  const t = useTexts(priceRuleTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { ruleId } = useParams<{ ruleId: string }>();
  const rule = useQuery(priceRuleQuery(store.id, ruleId));
  usePageLabel(rule.data?.name ?? (isMissing(rule.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={rule}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/price-rules`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <DetailColumns
            main={<Skeleton className="h-96 w-full rounded-panel" />}
            side={<Skeleton className="h-64 w-full rounded-panel" />}
          />
        </div>
      }
    >
      {(found) => <Editor key={found.id} rule={found} />}
    </OneThing>
  );
}

function Editor({ rule }: { rule: PriceRule }) {
  const t = useTexts(ruleFormTexts);
  const list = useTexts(priceRuleTexts);
  const store = useStore();
  const client = useQueryClient();
  const router = useRouter();
  const may = useMay();
  async function save(values: RuleValues): Promise<RuleValues> {
    const saved = await replacePriceRule(store.id, rule.id, ruleBody(values));
    client.setQueryData(priceRuleQuery(store.id, rule.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: priceRulesKey(store.id), exact: true });
    toast.success(t("saved"));
    return fromRule(saved);
  }
  const remove = useMutation({
    mutationFn: () => deletePriceRule(store.id, rule.id),
    onSuccess: async () => {
      router.push(`/stores/${store.id}/price-rules`);
      client.removeQueries({ queryKey: priceRuleQuery(store.id, rule.id).queryKey });
      await client.invalidateQueries({ queryKey: priceRulesKey(store.id), exact: true });
      toast.success(t("deleted", { name: rule.name }));
    },
  });
  return (
    <Page form>
      <PageHeader
        title={rule.name}
        status={rule.active ? null : <Badge>{list("off")}</Badge>}
        sub={formulaText(rule, store.currency, list)}
      />
      <div className="mb-4 empty:hidden">
        <ReadOnlyNote what="price_rules" />
      </div>
      <RuleForm initial={fromRule(rule)} replaces={rule.id} save={save} />
      {may("price_rules") ? (
        <DangerZone
          label={t("delete")}
          note={t("delete_note")}
          title={t("delete_title", { name: rule.name })}
          body={t("delete_body")}
          action={t("delete")}
          act={{ ...remove, mutate: () => remove.mutate() }}
        />
      ) : null}
    </Page>
  );
}
