"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { minorDigits } from "@ecomm/ui/lib/money";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  type Condition,
  createSegment,
  previewQuery,
  type Segment,
  updateSegment,
} from "@/api/customers";
import type { Store } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { type Draft, drafted, FIELD_NAMES, FIELDS, type FieldName, finished, fresh } from "./rules";
import { segmentsTexts } from "./texts";

const MOST = 60;

function RuleRow({
  draft,
  onChange,
  onRemove,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onRemove: (() => void) | null;
}) {
  const t = useTexts(segmentsTexts);
  return (
    <li className="grid grid-cols-[1fr_1fr_1fr_auto] items-center gap-2 max-md:grid-cols-1 max-md:border-b max-md:pb-3">
      <Select
        aria-label={t("field")}
        value={draft.field}
        onValueChange={(field) => onChange({ ...fresh(field as FieldName), key: draft.key })}
        options={FIELD_NAMES.map((value) => ({ value, label: t(value) }))}
      />
      <Select
        aria-label={t("op")}
        value={draft.op}
        onValueChange={(op) => onChange({ ...draft, op })}
        options={FIELDS[draft.field].map((value) => ({ value, label: t(value) }))}
      />
      {draft.field === "consent" ? (
        <Select
          aria-label={t("value")}
          value={draft.value}
          onValueChange={(value) => onChange({ ...draft, value })}
          options={[
            { value: "true", label: t("agreed") },
            { value: "false", label: t("not_agreed") },
          ]}
        />
      ) : (
        <Input
          aria-label={t("value")}
          value={draft.value}
          maxLength={200}
          {...(draft.field === "country" ? { placeholder: t("country_help") } : {})}
          onChange={(event) => onChange({ ...draft, value: event.target.value })}
        />
      )}
      <Button
        aria-label={t("remove_rule")}
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
      >
        <X aria-hidden />
      </Button>
    </li>
  );
}

/** How many fit, while the rules are written. */
function Live({
  storeId,
  match,
  conditions,
}: {
  storeId: string;
  match: "all" | "any";
  conditions: Condition[] | null;
}) {
  const t = useTexts(segmentsTexts);
  const shell = useTexts(shellTexts);
  const preview = useQuery({
    ...previewQuery(storeId, match, conditions ?? []),
    enabled: conditions !== null,
  });
  let text = t("live_bad");
  if (conditions !== null) {
    text = preview.error
      ? troubleText(preview.error, shell)
      : preview.data
        ? t("live", preview.data)
        : t("live_wait");
  }
  return (
    <p role="status" className="text-13 text-muted">
      {text}
    </p>
  );
}

/** Makes or changes a segment. */
export function SegmentDialog({
  store,
  segment,
  onClose,
  onSaved,
}: {
  store: Store;
  segment: Segment | null;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTexts(segmentsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const digits = minorDigits(store.currency);
  const [name, setName] = useState(segment?.name ?? "");
  const [kind, setKind] = useState<"rules" | "manual">(segment?.kind ?? "rules");
  const [match, setMatch] = useState<"all" | "any">(segment?.match ?? "all");
  const [rules, setRules] = useState<Draft[]>(() =>
    segment?.conditions.length
      ? segment.conditions.map((condition) => drafted(condition, digits))
      : [fresh()],
  );
  const [tried, setTried] = useState(false);
  const done = rules.map((rule) => finished(rule, digits));
  const conditions = done.every((one) => one !== null) ? (done as Condition[]) : null;
  const save = useMutation({
    mutationFn: () => {
      const byRules = kind === "rules" && conditions ? { match, conditions } : {};
      return segment
        ? updateSegment(store.id, segment.id, { name: name.trim(), ...byRules })
        : createSegment(store.id, { name: name.trim(), kind, match, conditions: [], ...byRules });
    },
    onSuccess: async (saved) => {
      await onSaved();
      toast.success(t("saved", { name: saved.name }));
      onClose();
    },
  });
  const unready = kind === "rules" && conditions === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && !unready) save.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={segment ? t("edit", { name: segment.name }) : t("new")}>
        <form noValidate onSubmit={submit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>
              {save.error
                ? troubleText(save.error, shell)
                : tried && unready
                  ? t("bad_value")
                  : null}
            </FormProblem>
            <Field
              label={t("name")}
              error={tried && name.trim() === "" ? t("name_missing") : undefined}
            >
              <Input
                maxLength={120}
                autoFocus
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            {segment ? null : (
              <Field label={t("kind")}>
                <Select
                  value={kind}
                  onValueChange={(value) => setKind(value as "rules")}
                  options={[
                    { value: "rules", label: t("kind_rules") },
                    { value: "manual", label: t("kind_manual") },
                  ]}
                />
              </Field>
            )}
            {kind === "rules" ? (
              <>
                <Field label={t("match")}>
                  <Select
                    value={match}
                    onValueChange={(value) => setMatch(value as "all")}
                    options={[
                      { value: "all", label: t("match_all") },
                      { value: "any", label: t("match_any") },
                    ]}
                  />
                </Field>
                <ul className="grid gap-2">
                  {rules.map((rule) => (
                    <RuleRow
                      key={rule.key}
                      draft={rule}
                      onChange={(next) =>
                        setRules(rules.map((one) => (one.key === rule.key ? next : one)))
                      }
                      onRemove={
                        rules.length > 1
                          ? () => setRules(rules.filter((one) => one.key !== rule.key))
                          : null
                      }
                    />
                  ))}
                </ul>
                <div>
                  <Button
                    disabled={rules.length >= MOST}
                    onClick={() => setRules([...rules, fresh()])}
                  >
                    {t("add_rule")}
                  </Button>
                </div>
                <Live storeId={store.id} match={match} conditions={conditions} />
              </>
            ) : null}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
