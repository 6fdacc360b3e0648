"use client";

import type { InputHTMLAttributes, ReactNode } from "react";
import { useId } from "react";
import { Icon } from "@/components/icon";
import { wordsHere } from "@/messages/client";

import type { Problem } from "../call";
import { useComplaint } from "../complaint";

interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode;
  name: string;
  hint?: string;
  problem?: string | undefined;
}

/** A labelled input of a form that is read when it is sent. */
export function Input({ label, name, hint, problem, ...input }: InputProps) {
  const id = useId();
  const { complaint, props } = useComplaint();
  const wrong = complaint || problem;
  const about = [wrong && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        className="input"
        maxLength={200}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={about || undefined}
        {...props}
        {...input}
      />
      <span className="live" aria-live="polite">
        {wrong && (
          <span className="error" id={`${id}-error`}>
            <Icon name="info" />
            <span>{wrong}</span>
          </span>
        )}
      </span>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** A box to tick. */
export function Check({
  label,
  ...input
}: InputHTMLAttributes<HTMLInputElement> & { label: string }) {
  return (
    <label className="check">
      <input type="checkbox" {...input} />
      <span>{label}</span>
    </label>
  );
}

/** What a refusal says of the whole form, and of single fields. */
export function said(problem: Problem): { text: string; fields: Record<string, string> } {
  const fields: Record<string, string> = {};
  for (const { field, message } of problem.details) {
    const name = (field ?? "").split(".").at(-1);
    if (name && message) fields[name] = message;
  }
  const text =
    problem.status === 0
      ? wordsHere("account").offline
      : problem.message || wordsHere("account").wrong;
  return { text: Object.keys(fields).length > 0 ? "" : text, fields };
}

/** A sentence that is read out when it appears. */
export function Said({ text, tone = "bad" }: { text: string; tone?: "good" | "bad" }) {
  return (
    <div role={tone === "bad" ? "alert" : "status"} className="live">
      {text && (
        <p className={tone === "bad" ? "error" : "note"}>
          <Icon name={tone === "bad" ? "info" : "check"} />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}

/** The text of a form's fields. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") found[name] = value;
  }
  return found;
}
