"use client";

import { CloudOff, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

/** Nothing here yet: a drawing, what this place is for, and the next step. */
export function EmptyState({
  drawing,
  title,
  children,
  actions,
  wholePage = false,
  className,
}: {
  drawing?: ReactNode;
  title: ReactNode;
  /** The page is about nothing else: the title is its heading. */
  wholePage?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  const Title = wholePage ? "h1" : "h2";
  return (
    <div className={cn("grid justify-items-center gap-1.5 px-6 py-12 text-center", className)}>
      {drawing ? (
        <div className="mb-4" aria-hidden="true">
          {drawing}
        </div>
      ) : null}
      <Title className="text-14 font-semibold">{title}</Title>
      {children ? <div className="max-w-120 text-14 text-muted">{children}</div> : null}
      {actions ? (
        <div className="mt-4 flex w-full flex-col gap-2 sm:w-auto sm:flex-row">{actions}</div>
      ) : null}
    </div>
  );
}

/** Something did not load. Says that nothing is lost, why, and offers to try again. */
export function ErrorState({
  title,
  children,
  reference,
  onRetry,
  className,
}: {
  title?: ReactNode;
  children?: ReactNode;
  /** The request's id, for whoever is asked for help. */
  reference?: string;
  onRetry?: () => void;
  className?: string;
}) {
  const t = useTexts(uiTexts);
  return (
    <div role="alert" className={cn("flex flex-wrap items-center gap-4 p-4", className)}>
      <CloudOff className="size-5 shrink-0 text-warning" aria-hidden />
      <div className="min-w-0 flex-1">
        <h2 className="text-14 font-semibold">{title ?? t("error_title")}</h2>
        <p className="mt-0.5 text-13 text-muted">
          {children}
          {reference ? <> {t("reference", { id: reference })}.</> : null}
        </p>
      </div>
      {onRetry ? (
        <Button onClick={onRetry} className="w-full sm:w-auto">
          <RotateCw aria-hidden />
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}

/** A framed note above a form or a table: what is wrong with the whole, not with one field. */
export function Notice({
  tone = "info",
  icon,
  title,
  children,
  actions,
  className,
}: {
  tone?: "info" | "warning" | "danger" | "success";
  icon?: ReactNode;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  const tones = {
    info: "bg-info-soft text-on-info-soft",
    warning: "bg-warning-soft text-on-warning-soft",
    danger: "bg-danger-soft text-on-danger-soft",
    success: "bg-success-soft text-on-success-soft",
  };
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-panel px-3.5 py-3 text-13 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0",
        tones[tone],
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
      {actions ? <div className="flex gap-2">{actions}</div> : null}
    </div>
  );
}
