"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { Switch } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  type Choice,
  type NotificationKind,
  type Preferences,
  preferencesQuery,
  setPreferences,
} from "@/api/notifications";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { type Chosen, choiceIn, withChoice, withoutChoice } from "./choices";
import { EMAILS, KINDS } from "./kinds";
import { notificationsTexts } from "./texts";

const EVERYWHERE = "everywhere";

/** How one wants to be told of each kind: in all stores, and where one store is special. */
export function PreferencesPanel() {
  const t = useTexts(notificationsTexts);
  const shell = useTexts(shellTexts);
  const preferences = useQuery(preferencesQuery);
  const error = loadError(preferences, shell);
  const panel = useRef<HTMLElement>(null);
  const there = preferences.data !== undefined;
  useEffect(() => {
    // The link of a mail leads here; the panel stands only now.
    if (there && window.location.hash === "#notifications") panel.current?.scrollIntoView();
  }, [there]);
  return (
    <Panel id="notifications" ref={panel} className="scroll-mt-14">
      <PanelHeader title={t("preferences")} note={t("preferences_note")} />
      {error ? (
        <LoadError error={error} />
      ) : preferences.data === undefined ? (
        <div aria-busy="true" className="p-4">
          <Skeleton className="h-40 w-full" />
        </div>
      ) : (
        <Table preferences={preferences.data} />
      )}
    </Panel>
  );
}

function Table({ preferences }: { preferences: Preferences }) {
  const t = useTexts(notificationsTexts);
  const [where, setWhere] = useState(EVERYWHERE);
  const store = where === EVERYWHERE ? null : where;
  const save = useSaving();
  const several = preferences.may_choose.length > 1;
  return (
    <PanelBody className="grid gap-4">
      {preferences.mailable ? null : (
        <Notice tone="warning">{t("not_mailable", { address: preferences.address })}</Notice>
      )}
      {several ? (
        <Select
          aria-label={t("preferences_where")}
          className="w-full sm:w-72"
          value={where}
          onValueChange={setWhere}
          options={[
            { value: EVERYWHERE, label: t("everywhere") },
            ...preferences.may_choose.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
      <ul className="-mx-4 border-y text-13">
        <li
          aria-hidden
          className="hidden grid-cols-[minmax(0,1fr)_88px_168px] gap-4 px-4 py-2 text-12 text-subtle sm:grid"
        >
          <span />
          <span>{t("in_app")}</span>
          <span>{t("by_mail")}</span>
        </li>
        {KINDS.map((kind) => {
          const chosen = choiceIn(preferences, kind, store);
          return chosen ? (
            <Row
              key={kind}
              kind={kind}
              chosen={chosen}
              inStore={store !== null}
              onChoose={(choice) => save(withChoice(preferences, store, choice))}
              onReset={() => save(withoutChoice(preferences, store, kind))}
            />
          ) : null;
        })}
      </ul>
      <p className="text-12 text-subtle">{t("mail_note")}</p>
    </PanelBody>
  );
}

function Row({
  kind,
  chosen,
  inStore,
  onChoose,
  onReset,
}: {
  kind: NotificationKind;
  chosen: Chosen;
  inStore: boolean;
  onChoose: (choice: Choice) => void;
  onReset: () => void;
}) {
  const t = useTexts(notificationsTexts);
  const name = t(`kind_${kind}`);
  const { in_app, email, own } = chosen;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-t px-4 py-3 sm:grid-cols-[minmax(0,1fr)_88px_168px]">
      <span className="min-w-0">
        <span className="block font-medium">{name}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-12 text-subtle">
          {own ? (
            <Button variant="link" size="sm" className="h-auto p-0 text-12" onClick={onReset}>
              {t(inStore ? "reset_store" : "reset")}
            </Button>
          ) : (
            t(inStore ? "as_everywhere" : "usual")
          )}
          {kind === "low_stock" ? <span>· {t("low_stock_note")}</span> : null}
          {kind === "dispute_changed" ? <span>· {t("dispute_note")}</span> : null}
        </span>
      </span>
      <span className="max-sm:justify-self-end">
        <Switch
          aria-label={t("app_choice", { kind: name })}
          checked={in_app}
          onCheckedChange={(on) => onChoose({ kind, in_app: on, email })}
        />
      </span>
      <Select
        aria-label={t("mail_choice", { kind: name })}
        className="w-full max-sm:col-span-2"
        value={email}
        onValueChange={(value) =>
          onChoose({ kind, in_app, email: EMAILS.find((one) => one === value) ?? email })
        }
        options={EMAILS.map((value) => ({ value, label: t(`mail_${value}`) }))}
      />
    </li>
  );
}

/** Shows a choice at once, and takes it back where it was refused. */
function useSaving(): (next: Preferences) => void {
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const key = preferencesQuery.queryKey;
  const saving = useMutation({
    // One after the other, in the order they were made.
    scope: { id: "preferences" },
    mutationFn: (next: Preferences) =>
      setPreferences({
        everywhere: next.everywhere
          .filter(({ usual }) => !usual)
          .map(({ kind, in_app, email }) => ({ kind, in_app, email })),
        stores: next.stores,
      }),
    onSuccess: (saved) => client.setQueryData(key, saved),
    onError: async (error) => {
      toast.error(troubleText(error, shell));
      await client.invalidateQueries({ queryKey: key });
    },
  });
  return (next) => {
    client.setQueryData(key, next);
    saving.mutate(next);
  };
}
