"use client";

import type { ChangeEvent, InputHTMLAttributes, ReactNode } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";

import type { FieldName, FieldProblem } from "./form-state";

export interface FieldProps {
  name: FieldName;
  label: ReactNode;
  value: string;
  problem: FieldProblem | undefined;
  onChange: (name: FieldName, value: string) => void;
  onLeave?: (name: FieldName) => void;
  hint?: ReactNode;
  className?: string;
  input?: InputHTMLAttributes<HTMLInputElement>;
  children?: ReactNode;
}

/** What is wrong, with the repair where one is known. */
export function Problem({
  id,
  problem,
  onFix,
}: {
  id: string;
  problem: FieldProblem;
  onFix: (value: string) => void;
}) {
  const words = useWords("checkout");
  const { text, fix } = problem;
  return (
    <p className="error" id={id}>
      <Icon name="info" />
      <span>
        {text}{" "}
        {fix && (
          <button type="button" className="fix" onClick={() => onFix(fix)}>
            {words.use(fix)}
          </button>
        )}
      </span>
    </p>
  );
}

/** A labelled field with its error below it. `children` replaces the input (a select). */
export function Field(props: FieldProps) {
  const { name, label, value, problem, onChange, onLeave, hint, className = "", input } = props;
  const ids = [problem && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return (
    <div className={`field ${className}`}>
      <label htmlFor={name}>{label}</label>
      {props.children ?? (
        <input
          id={name}
          name={name}
          className="input"
          value={value}
          maxLength={200}
          aria-invalid={problem ? "true" : undefined}
          aria-describedby={ids || undefined}
          onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(name, event.target.value)}
          onBlur={() => onLeave?.(name)}
          {...input}
        />
      )}
      {problem && (
        <Problem id={`${name}-error`} problem={problem} onFix={(fixed) => onChange(name, fixed)} />
      )}
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
