"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { useLocale, useTexts } from "./i18n";
import { uiTexts } from "./texts";

/** How long an Undo is offered. */
export const UNDO_MS = 10_000;

/** Where toasts appear. Above the tab bar on phones, and above bars that float. */
export function Toaster() {
  const t = useTexts(uiTexts);
  const { direction } = useLocale();
  const mounted = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  if (!mounted) return null;
  return (
    <Sonner
      dir={direction}
      position="bottom-right"
      containerAriaLabel={t("notifications")}
      mobileOffset={{ bottom: "var(--toast-bottom)", left: 12, right: 12 }}
      offset={{ bottom: "var(--toast-bottom)", right: 24 }}
      gap={8}
      visibleToasts={4}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-panel bg-inverse font-sans py-2.5 ps-3.5 pe-2.5 text-13 text-on-inverse shadow-pop md:w-89",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "mt-0.5 text-12 opacity-80",
          icon: "shrink-0 [&_svg]:size-4",
          actionButton:
            "shrink-0 rounded-sm px-2.5 py-1.5 text-13 font-medium inset-ring inset-ring-inverse-line hover:bg-inverse-hover",
          error: "[&_[data-icon]]:text-inverse-danger",
        },
      }}
    />
  );
}

interface ToastOptions {
  description?: ReactNode;
  action?: { label: string; onClick: () => void };
}

function show(kind: "message" | "success" | "error", text: ReactNode, options: ToastOptions = {}) {
  return sonner[kind](text, {
    ...(options.description ? { description: options.description } : {}),
    ...(options.action ? { action: options.action } : {}),
    duration: options.action ? UNDO_MS : kind === "error" ? 8_000 : 4_000,
  });
}

export const toast = {
  message: (text: ReactNode, options?: ToastOptions) => show("message", text, options),
  success: (text: ReactNode, options?: ToastOptions) => show("success", text, options),
  error: (text: ReactNode, options?: ToastOptions) => show("error", text, options),
  dismiss: (id?: string | number) => sonner.dismiss(id),
};

/** Shows toasts with an Undo for ten seconds. */
export function useUndoToast(): (text: ReactNode, undo: () => void) => void {
  const t = useTexts(uiTexts);
  return (text, undo) => {
    show("success", text, { action: { label: t("undo"), onClick: undo } });
  };
}
