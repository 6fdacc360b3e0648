"use client";

import { Eye, EyeOff, Search } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useFieldControl } from "./field";
import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

/** The frame every text control shares; on phones 16 px text, so that nothing zooms. */
export const controlFrame =
  "w-full rounded-sm border border-strong bg-surface text-16 transition-colors md:text-13 hover:border-subtle aria-invalid:border-danger aria-invalid:inset-ring aria-invalid:inset-ring-danger disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted";
const focusRing = "focus:border-focus focus:outline-2 focus:-outline-offset-1 focus:outline-focus";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      {...useFieldControl()}
      className={cn(controlFrame, focusRing, "h-10 px-2.5 md:h-8", className)}
      {...props}
    />
  );
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldControl()}
      className={cn(controlFrame, focusRing, "min-h-20 resize-y px-2.5 py-1.5", className)}
      {...props}
    />
  );
}

/** An input with something before or after it inside the same frame. */
export function InputGroup({
  before,
  after,
  className,
  inputClassName,
  ...props
}: ComponentProps<"input"> & { before?: ReactNode; after?: ReactNode; inputClassName?: string }) {
  const control = useFieldControl();
  const invalid = props["aria-invalid"] ?? control["aria-invalid"];
  return (
    <span
      className={cn(
        controlFrame,
        "flex h-10 items-center gap-1.5 px-2.5 in-disabled:bg-sunken in-disabled:text-muted focus-within:border-focus focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus md:h-8",
        invalid && "border-danger inset-ring inset-ring-danger hover:border-danger",
        props.disabled && "bg-sunken text-muted",
        className,
      )}
    >
      {before ? <span className="shrink-0 text-subtle">{before}</span> : null}
      <input
        {...control}
        className={cn(
          "h-full min-w-0 flex-1 bg-transparent outline-none disabled:cursor-not-allowed",
          inputClassName,
        )}
        {...props}
      />
      {after ? <span className="flex shrink-0 items-center text-subtle">{after}</span> : null}
    </span>
  );
}

export function SearchInput({ className, ...props }: ComponentProps<typeof InputGroup>) {
  return (
    <InputGroup
      type="search"
      before={<Search className="size-4" aria-hidden />}
      inputClassName="[&::-webkit-search-cancel-button]:hidden"
      className={className}
      {...props}
    />
  );
}

export function PasswordInput({ className, ...props }: ComponentProps<typeof InputGroup>) {
  const t = useTexts(uiTexts);
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <InputGroup
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      spellCheck={false}
      className={cn("pe-1", className)}
      after={
        <button
          type="button"
          aria-label={shown ? t("hide_password") : t("show_password")}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="grid size-8 place-items-center rounded-xs text-muted hover:text-text focus-visible:outline-offset-0"
        >
          <Icon className="size-4" aria-hidden />
        </button>
      }
      {...props}
    />
  );
}
