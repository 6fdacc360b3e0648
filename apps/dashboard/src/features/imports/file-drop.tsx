"use client";

import { IconButton } from "@ecomm/ui/button";
import { FieldError } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { FileSpreadsheet, type LucideIcon, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { importsTexts } from "./texts";

/** A place to drop one file or choose it; shows the chosen one and what is wrong with it. */
export function FileDrop({
  label,
  prompt,
  hint,
  help,
  accept,
  icon: Icon = FileSpreadsheet,
  file,
  error,
  disabled = false,
  onFile,
}: {
  label: string;
  prompt: string;
  hint: string;
  help?: string;
  accept: string;
  icon?: LucideIcon;
  file: File | null;
  error?: string | null | undefined;
  disabled?: boolean;
  onFile: (file: File | null) => void;
}) {
  const t = useTexts(importsTexts);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const described = [error ? `${id}-error` : "", help ? `${id}-help` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <div className="grid gap-1.5">
      <span id={`${id}-label`} className="text-12 font-medium">
        {label}
      </span>
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={described || undefined}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          onFile(event.target.files?.[0] ?? null);
          event.target.value = "";
        }}
      />
      {file ? (
        <div className="flex items-center gap-3 rounded-md bg-sunken p-3 text-13 inset-ring inset-ring-border">
          <Icon className="size-5 shrink-0 text-muted" aria-hidden />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{file.name}</span>
            <span className="num block text-12 text-subtle">
              {t("size", { size: (file.size / 1_000_000).toFixed(file.size < 100_000 ? 2 : 1) })}
            </span>
          </span>
          <IconButton
            label={t("file_remove", { name: file.name })}
            disabled={disabled}
            onClick={() => onFile(null)}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ) : (
        <button
          type="button"
          disabled={disabled}
          aria-describedby={described || undefined}
          onClick={() => input.current?.click()}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            onFile(event.dataTransfer.files[0] ?? null);
          }}
          className={cn(
            "grid w-full justify-items-center gap-1 rounded-md border border-dashed border-strong px-4 py-7 text-13 text-muted hover:bg-hover hover:text-text",
            over && "border-accent bg-accent-soft text-on-accent-soft",
            error && "border-danger",
          )}
        >
          <Icon className="mb-1 size-5" aria-hidden />
          {prompt}
          <span className="text-12 text-subtle">{hint}</span>
        </button>
      )}
      {error ? (
        <FieldError id={`${id}-error`} role="alert">
          {error}
        </FieldError>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="text-12 text-subtle">
          {help}
        </p>
      ) : null}
    </div>
  );
}
