"use client";

import { CircleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "./alert-dialog";
import { useTexts } from "./i18n";
import { isMac } from "./lib/keys";
import { StatusGlyph } from "./status";
import { uiTexts } from "./texts";

let asking = true;

/** Leaves the page although something is unsaved: for where it is kept as a draft. */
export function leaveWithDraft(address: string): void {
  asking = false;
  window.location.assign(address);
}

export interface UnsavedBarProps {
  dirty: boolean;
  fields?: number;
  errors?: number;
  pending: boolean;
  onSave: () => void;
  onDiscard: () => void;
  /** Leads to the first field that needs fixing. */
  onShowError?: () => void;
}

/**
 * Floats over a form with unsaved changes: what changed, what needs fixing, Discard and Save.
 * ⌘S or Ctrl+S saves. Leaving by a link asks first; closing the tab lets the browser ask.
 */
export function UnsavedBar(props: UnsavedBarProps) {
  const { dirty, fields = 0, errors = 0, pending, onSave, onDiscard, onShowError } = props;
  const t = useTexts(uiTexts);
  const router = useRouter();
  const [leaving, setLeaving] = useState<string | null>(null);
  const [mac, setMac] = useState(false);
  const save = useRef(onSave);
  save.current = onSave;

  useEffect(() => setMac(isMac()), []);

  useEffect(() => {
    if (!dirty) return;
    function onKey(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "s") {
        event.preventDefault();
        save.current();
      }
    }
    function onUnload(event: BeforeUnloadEvent) {
      if (asking) event.preventDefault();
    }
    function onClick(event: MouseEvent) {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) {
        return;
      }
      if (link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving(link.pathname + link.search);
    }
    window.addEventListener("keydown", onKey);
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [dirty]);

  const button =
    "inline-flex h-10 flex-1 items-center justify-center gap-2 rounded-sm px-3 font-medium md:h-8 md:flex-none focus-visible:outline-on-inverse focus-visible:-outline-offset-2";
  return (
    <>
      {dirty ? (
        <section
          aria-label={t("unsaved")}
          data-floating
          className="sticky bottom-21 z-30 mx-auto mt-4 flex w-full max-w-160 animate-rise flex-wrap items-center gap-2 rounded-panel bg-inverse p-1.5 ps-3.5 text-13 text-on-inverse shadow-pop md:bottom-4 md:flex-nowrap"
        >
          <StatusGlyph glyph="dot" tone="warning" className="text-inverse-warning" />
          <span className="font-medium" role="status">
            {t("unsaved")}
          </span>
          {fields > 0 ? (
            <span className="num opacity-75">{t("unsaved_fields", { count: fields })}</span>
          ) : null}
          {errors > 0 ? (
            <button
              type="button"
              onClick={onShowError}
              className="ms-2 inline-flex items-center gap-1.5 rounded-xs text-inverse-danger hover:underline focus-visible:outline-on-inverse"
            >
              <CircleAlert className="size-4" aria-hidden />
              {t("unsaved_errors", { count: errors })}
            </button>
          ) : null}
          <span className="flex w-full gap-1 md:ms-auto md:w-auto">
            <button
              type="button"
              className={`${button} hover:bg-inverse-hover`}
              onClick={onDiscard}
            >
              {t("discard")}
            </button>
            <button
              type="button"
              aria-disabled={pending}
              className={`${button} bg-on-inverse text-inverse hover:opacity-90 md:pe-2`}
              onClick={() => !pending && onSave()}
            >
              {pending ? t("saving") : t("save")}
              <span aria-hidden="true" className="hidden gap-1 text-11 md:inline-flex">
                <kbd className="font-sans">{mac ? "⌘" : "Ctrl"}</kbd>
                <kbd className="font-sans">S</kbd>
              </span>
            </button>
          </span>
        </section>
      ) : null}
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t("leave_title")}
        description={t("leave_body")}
        action={t("leave_go")}
        onConfirm={() => {
          const target = leaving;
          setLeaving(null);
          onDiscard();
          if (target) router.push(target);
        }}
      />
    </>
  );
}
