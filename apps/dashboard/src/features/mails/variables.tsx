"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import type { Template } from "@/api/mails";
import { mailsTexts } from "./texts";

/** What a template may say; a choice is put where the cursor stands. */
export function Variables({
  variables,
  disabled,
  onInsert,
}: {
  variables: Template["variables"];
  disabled: boolean;
  onInsert: (text: string) => void;
}) {
  const t = useTexts(mailsTexts);
  return (
    <Panel>
      <PanelHeader title={t("variables")} />
      <p className="px-4 pb-2 text-12 text-subtle">{t("variables_help")}</p>
      <ul className="max-h-96 overflow-y-auto border-t">
        {variables.map((variable) => (
          <li key={variable.path} className="border-t first:border-0">
            <button
              type="button"
              disabled={disabled}
              onClick={() => onInsert(variable.insert)}
              className="grid w-full gap-0.5 px-4 py-2 text-start text-12 hover:bg-hover focus-visible:-outline-offset-2 disabled:cursor-default"
            >
              <span className="sr-only">{t("insert")} </span>
              <code className="font-mono text-12 break-all">{variable.path}</code>
              <span className="text-subtle">
                {variable.description}
                {variable.example ? ` · ${t("example", { example: variable.example })}` : ""}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
