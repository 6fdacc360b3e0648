"use client";

import { CircleAlert } from "lucide-react";
import { Label as RadixLabel } from "radix-ui";
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

interface FieldState {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldState | null>(null);

/** Attributes that tie a control to the label, help and error of the Field around it. */
export function useFieldControl(): {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
} {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    ...(field.describedBy ? { "aria-describedby": field.describedBy } : {}),
    ...(field.invalid ? { "aria-invalid": true as const } : {}),
    ...(field.required ? { "aria-required": true as const } : {}),
  };
}

export function Label({ className, ...props }: ComponentProps<typeof RadixLabel.Root>) {
  return <RadixLabel.Root className={cn("text-12 font-medium text-text", className)} {...props} />;
}

export interface FieldProps {
  label: ReactNode;
  /** Says what will happen or what is meant; stays while there is an error. */
  help?: ReactNode;
  /** What is wrong and how to put it right. */
  error?: ReactNode;
  /** To the right of the label: a counter, a link, "Optional". */
  end?: ReactNode;
  optional?: boolean;
  required?: boolean;
  /** For groups of controls (radios): the label names the group instead of one control. */
  group?: boolean;
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}

/** Label above, control, help and error below, tied together for assistive technology. */
export function Field(props: FieldProps) {
  const { label, help, error, end, optional, required, group, hideLabel, className, children } =
    props;
  const t = useTexts(uiTexts);
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== "" && error !== false;
  const described = [hasError ? `${id}-error` : null, help ? `${id}-help` : null].filter(Boolean);
  const state: FieldState = {
    id,
    describedBy: described.length ? described.join(" ") : undefined,
    invalid: hasError,
    required: required ?? false,
  };
  const name = group ? (
    <span id={`${id}-label`} className="text-12 font-medium">
      {label}
    </span>
  ) : (
    <Label htmlFor={id}>{label}</Label>
  );
  const trailing = end ?? (optional ? t("optional") : null);
  return (
    <FieldContext value={state}>
      <div
        className={cn("flex min-w-0 flex-col gap-1.5", className)}
        {...(group ? { role: "group", "aria-labelledby": `${id}-label` } : {})}
      >
        <div className={cn("flex items-baseline gap-2", hideLabel && "sr-only")}>
          {name}
          {trailing ? <span className="num ms-auto text-12 text-subtle">{trailing}</span> : null}
        </div>
        {children}
        {hasError ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
        {help ? (
          <p id={`${id}-help`} className="text-12 text-subtle">
            {help}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}

export function FieldError({ className, children, ...props }: ComponentProps<"p">) {
  return (
    <p className={cn("flex gap-1.5 text-12 text-danger", className)} {...props}>
      <CircleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
      <span>{children}</span>
    </p>
  );
}
