"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  findsKey,
  type ResearchSettings,
  researchSettingsQuery,
  saveResearchSettings,
} from "@/api/research";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { researchSettingsTexts } from "./texts";

/** What each number may be. */
const RANGES = {
  watch_at: [50, 90],
  import_at: [70, 100],
  import_coverage: [10, 100],
  auto_import_cap: [1, 50],
} as const;
type Name = keyof typeof RANGES;

/** From here on down a score can rest on orders and margin alone. */
const THIN = 30;
const MOST_WORDS = 20;

/** A whole number within a field's range, else null. */
function numberOf(name: Name, typed: string): number | null {
  const [least, most] = RANGES[name];
  const number = Number(typed);
  return /^\d{1,3}$/.test(typed) && number >= least && number <= most ? number : null;
}

/** What fits the shop, from where on something happens, and what happens by itself. */
export function ResearchSettingsDialog({
  store,
  settings,
  onClose,
}: {
  store: { id: string; currency: string };
  settings: ResearchSettings;
  onClose: () => void;
}) {
  const t = useTexts(researchSettingsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [enabled, setEnabled] = useState(settings.enabled);
  const [words, setWords] = useState<string[]>(settings.words);
  const [cost, setCost] = useState(settings.max_cost?.amount ?? null);
  const [auto, setAuto] = useState(settings.auto_import);
  const [typed, setTyped] = useState<Record<Name, string>>({
    watch_at: String(settings.watch_at),
    import_at: String(settings.import_at),
    import_coverage: String(settings.import_coverage),
    auto_import_cap: String(settings.auto_import_cap),
  });
  const watchAt = numberOf("watch_at", typed.watch_at);
  const importAt = numberOf("import_at", typed.import_at);
  const coverage = numberOf("import_coverage", typed.import_coverage);
  const cap = numberOf("auto_import_cap", typed.auto_import_cap);
  const crossed = watchAt !== null && importAt !== null && watchAt >= importAt;
  const wordy = words.length <= MOST_WORDS && words.every((word) => word.length >= 2);
  const readable = cost === null || (!Number.isNaN(cost) && cost >= 0);
  const body =
    watchAt !== null && importAt !== null && coverage !== null && cap !== null && !crossed
      ? {
          enabled,
          categories: settings.categories,
          words,
          max_cost: cost === null ? null : { amount: cost, currency: store.currency },
          watch_at: watchAt,
          import_at: importAt,
          import_coverage: coverage,
          auto_import: auto,
          auto_import_cap: cap,
        }
      : null;
  const ready = body !== null && wordy && readable;
  const save = useMutation({
    mutationFn: (wanted: NonNullable<typeof body>) => saveResearchSettings(store.id, wanted),
    onSuccess: async (saved) => {
      client.setQueryData(researchSettingsQuery(store.id).queryKey, saved);
      toast.success(t("saved"));
      onClose();
      await client.invalidateQueries({ queryKey: findsKey(store.id) });
    },
  });
  const field = (name: Name, label: string, help: string, wrong?: string) => {
    const [least, most] = RANGES[name];
    const bad = numberOf(name, typed[name]) === null ? t("range", { least, most }) : wrong;
    return (
      <Field label={label} help={help} error={bad}>
        <Input
          inputMode="numeric"
          className="num w-24"
          maxLength={3}
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value.trim() })}
        />
      </Field>
    );
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("title")} description={t("body")}>
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready && !save.isPending) save.mutate(body);
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <SwitchField
              label={settings.every_days === 1 ? t("enabled") : t("enabled_weekly")}
              help={t("enabled_help")}
              checked={enabled}
              onCheckedChange={setEnabled}
            />
            <Field
              label={t("words")}
              help={t("words_help")}
              error={wordy ? undefined : t("words_long")}
            >
              <TokenInput value={words} onValueChange={setWords} maxLength={60} />
            </Field>
            <Field label={t("max_cost")} help={t("max_cost_help")}>
              <MoneyInput currency={store.currency} value={cost} onValueChange={setCost} />
            </Field>
            <div className="grid gap-4 sm:grid-cols-3">
              {field("watch_at", t("watch_at"), t("watch_help"), crossed ? t("order") : undefined)}
              {field("import_at", t("import_at"), t("import_help"))}
              {field("import_coverage", t("coverage"), t("coverage_help"))}
            </div>
            {coverage !== null && coverage < THIN ? (
              <p className="-mt-2 text-12 text-muted">{t("thin")}</p>
            ) : null}
            <SwitchField
              label={t("auto")}
              help={settings.publishes ? t("auto_publish") : t("auto_draft")}
              checked={auto}
              onCheckedChange={setAuto}
            />
            {auto ? field("auto_import_cap", t("cap"), t("cap_help")) : null}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={!ready} pending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
