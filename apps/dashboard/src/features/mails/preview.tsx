"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Switch } from "@ecomm/ui/switch";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Draft, type Kind, previewQuery } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { languageName } from "@/features/translations/names";
import { mailsTexts } from "./texts";

type View = "desktop" | "phone" | "text";
/** Which look is shown is chosen here, not by the machine of whoever writes. */
const DARK_QUERY = "@media (prefers-color-scheme: dark)";
const VIEWS: readonly View[] = ["desktop", "phone", "text"];

/** The value as it was when nothing had changed for a moment. */
function useSettled<Value>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

/**
 * The mail that the words make with example data, a moment after they were typed. It is drawn in a
 * frame where nothing runs: without scripts, without our origin.
 */
export function MailPreview({
  kind,
  draft,
  locales,
}: {
  kind: Kind;
  draft: Draft;
  /** Languages to look at it in; the first is the store's own. */
  locales: readonly string[];
}) {
  const t = useTexts(mailsTexts);
  const store = useStore();
  const [view, setView] = useState<View>("desktop");
  const [dark, setDark] = useState(false);
  const [locale, setLocale] = useState<string | null>(null);
  const [own = ""] = locales;
  const settled = useSettled(JSON.stringify(draft), 400);
  const preview = useQuery(previewQuery(store.id, kind, JSON.parse(settled) as Draft, locale));
  const [good, setGood] = useState(preview.data);
  useEffect(() => {
    if (preview.data && !preview.isPlaceholderData) setGood(preview.data);
  }, [preview.data, preview.isPlaceholderData]);
  const shown = preview.data ?? good;
  return (
    <Panel aria-label={t("preview_of")}>
      <PanelHeader
        title={t("preview")}
        end={
          <span className="flex items-center gap-2 text-12 text-muted">
            <label htmlFor="mail-dark">{t("dark")}</label>
            <Switch id="mail-dark" checked={dark} onCheckedChange={setDark} />
          </span>
        }
      />
      <fieldset className="flex flex-wrap items-center gap-1 px-4 pb-3">
        <legend className="sr-only">{t("preview")}</legend>
        {VIEWS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            onClick={() => setView(name)}
            className={cn(
              "h-8 rounded-md px-2.5 text-12 font-medium text-muted hover:bg-hover max-md:h-11",
              view === name && "bg-sunken text-text",
            )}
          >
            {t(name)}
          </button>
        ))}
        {locales.length > 1 ? (
          <span className="ms-auto w-44 max-md:ms-0 max-md:w-full">
            <Select
              aria-label={t("language")}
              value={locale ?? own}
              onValueChange={(tag) => setLocale(tag === own ? null : tag)}
              options={locales.map((tag) => ({ value: tag, label: languageName(tag, t.locale) }))}
            />
          </span>
        ) : null}
      </fieldset>
      {locale === null ? null : (
        <p className="px-4 pb-3 text-12 text-subtle">
          {t("language_note", { language: languageName(own, t.locale) })}
        </p>
      )}
      {preview.isError && shown ? (
        <p role="status" className="px-4 pb-2 text-12 text-on-warning-soft">
          {t("preview_waiting")}
        </p>
      ) : null}
      <div className="border-t bg-sunken p-3">
        {shown === undefined ? (
          <p className="grid h-80 place-items-center text-13 text-subtle">{t("no_preview")}</p>
        ) : (
          <>
            <p className="mb-3 truncate text-13 font-medium" title={shown.subject}>
              {shown.subject}
            </p>
            {view === "text" ? (
              <pre className="max-h-160 overflow-auto rounded-md bg-surface p-4 text-12 whitespace-pre-wrap">
                {shown.text}
              </pre>
            ) : (
              <iframe
                title={t("preview_of")}
                sandbox=""
                srcDoc={shown.html.replaceAll(DARK_QUERY, dark ? "@media all" : "@media not all")}
                className={cn(
                  "mx-auto block h-160 w-full rounded-md border bg-surface",
                  view === "phone" && "max-w-98",
                )}
              />
            )}
          </>
        )}
      </div>
    </Panel>
  );
}
