"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { type RegisterEntry, registerQuery } from "@/api/privacy";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { privacyTexts } from "./texts";

const PEOPLE = ["shoppers", "team"] as const;

/** What personal data is kept, where and why: as the platform itself declares it. */
export function RegisterPanel() {
  const t = useTexts(privacyTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const register = useQuery(registerQuery(store.id));
  const error = loadError(register, shell);
  return (
    <Panel>
      <PanelHeader title={t("register")} />
      <PanelBody className="grid gap-4 text-13">
        <p className="text-muted">{t("register_lead")}</p>
        {error ? (
          <LoadError error={error} />
        ) : register.data === undefined ? (
          <div aria-busy="true">
            <Skeleton className="h-40 w-full" />
          </div>
        ) : (
          PEOPLE.map((people) => (
            <section key={people} className="grid gap-1">
              <h3 className="font-medium">{t(`people_${people}`)}</h3>
              {register.data
                .filter((entry) => entry.people === people)
                .map((entry) => (
                  <Entry key={entry.topic} entry={entry} />
                ))}
            </section>
          ))
        )}
      </PanelBody>
    </Panel>
  );
}

function Entry({ entry }: { entry: RegisterEntry }) {
  const t = useTexts(privacyTexts);
  return (
    <details className="border-t py-2">
      <summary className="cursor-pointer rounded-xs">
        <span className="font-medium">{entry.title}</span>
        <span className="block ps-4 text-12 text-muted">{entry.what}</span>
      </summary>
      <KeyValues className="pt-2 ps-4">
        <KeyValue label={t("why")}>{entry.why}</KeyValue>
        <KeyValue label={t("basis")}>{entry.basis}</KeyValue>
        <KeyValue label={t("kept")}>{entry.kept}</KeyValue>
        <KeyValue label={t("receivers")}>{entry.receivers}</KeyValue>
        <KeyValue label={t("erased")}>{entry.erased}</KeyValue>
        <KeyValue label={t("tables")}>
          <span className="font-mono text-12 wrap-anywhere">{entry.tables.join(", ")}</span>
        </KeyValue>
      </KeyValues>
    </details>
  );
}
