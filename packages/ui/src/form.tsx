"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { config, type z } from "zod";
import { hasPath, type Refusal, type RefusalMap, sortRefusal } from "./lib/form-errors";
import { mergeFields } from "./lib/merge";
import { Notice } from "./states";

// zod would try whether it may compile its checks with eval: the page's policy forbids it, and the
// attempt alone is a violation that somebody has to look at.
config({ jitless: true });

export interface ApiFormOptions<Values extends FieldValues> {
  schema: z.ZodType<Values, Values>;
  values: Values;
  /** Sends what was entered. A thrown refusal lands on the fields it names. */
  submit: (values: Values) => Promise<void>;
  map?: Partial<Omit<RefusalMap, "shows">>;
  /** Whether something thrown is a refusal with details; others are shown by `unexpected`. */
  asRefusal: (error: unknown) => Refusal | null;
  unexpected: (error: unknown) => string;
}

export interface ApiForm<Values extends FieldValues> {
  form: UseFormReturn<Values>;
  onSubmit: (event?: { preventDefault?: () => void }) => Promise<void>;
  /** What the server said about the whole form. */
  problem: ReactNode | null;
  setProblem: (text: string | null) => void;
}

/**
 * A form whose rules are a zod schema and whose server errors appear on their fields. What was
 * entered stays whatever happens; after a refusal the first wrong field has the focus.
 */
export function useApiForm<Values extends FieldValues>(
  options: ApiFormOptions<Values>,
): ApiForm<Values> {
  const form = useForm<Values>({
    resolver: zodResolver(options.schema) as never,
    defaultValues: options.values as DefaultValues<Values>,
    mode: "onTouched",
    reValidateMode: "onChange",
  });
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef(options);
  latest.current = options;

  const fail = useCallback(
    (error: unknown) => {
      const { asRefusal, unexpected, map } = latest.current;
      const refusal = asRefusal(error);
      if (!refusal) {
        setProblem(unexpected(error));
        return;
      }
      const shows = (field: string) => hasPath(form.getValues(), field);
      const sorted = sortRefusal(refusal, { ...map, shows });
      for (const [at, entry] of sorted.fields.entries()) {
        const name = entry.field as Path<Values>;
        form.setError(name, { type: "server", message: entry.message }, { shouldFocus: at === 0 });
      }
      setProblem(sorted.general.length > 0 ? sorted.general.join(" ") : null);
    },
    [form],
  );

  const onSubmit = useCallback(
    async (event?: { preventDefault?: () => void }) => {
      event?.preventDefault?.();
      setProblem(null);
      await form.handleSubmit(async (values) => {
        try {
          await latest.current.submit(values as Values);
        } catch (error) {
          fail(error);
        }
      })();
    },
    [form, fail],
  );

  return { form, onSubmit, problem, setProblem };
}

/** What the server said about the whole form, above its fields. */
export function FormProblem({ children }: { children: ReactNode | null }) {
  return children ? <Notice tone="danger">{children}</Notice> : null;
}

const draftKey = (key: string) => `ecomm:draft:${key}`;

interface Draft<Values> {
  values: Values;
  /** What they were begun from. */
  base: Values;
}

/** A kept draft, or null where there is none or an older version of the form wrote it. */
function readDraft<Values>(key: string): Draft<Values> | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(draftKey(key)) ?? "null");
    if (stored?.values && stored.base) return stored;
  } catch {
    // no JSON: not ours
  }
  sessionStorage.removeItem(draftKey(key));
  return null;
}

/**
 * Keeps what is being entered in this tab's storage, so that a lost connection, an ended
 * session or a wrong click loses nothing. Returns whether a draft was brought back.
 *
 * `rebase` puts a draft on top of values that were saved since it was begun; field by field
 * where none is given.
 */
export function useDraft<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  key: string,
  rebase: (base: Values, mine: Values, theirs: Values) => Values = mergeFields,
): { restored: boolean; forget: () => void } {
  const [restored, setRestored] = useState(false);
  const { isDirty } = form.formState;
  // Between the save and the reset or the next page the form is still dirty: nothing is kept then.
  const forgotten = useRef(false);

  const latestRebase = useRef(rebase);
  latestRebase.current = rebase;

  useEffect(() => {
    const draft = readDraft<Values>(key);
    if (!draft) return;
    const now = form.formState.defaultValues as Values;
    const values = latestRebase.current(draft.base, draft.values, now);
    form.reset(values, { keepDefaultValues: true });
    setRestored(true);
  }, [form, key]);

  useEffect(() => {
    forgotten.current = false;
    if (!isDirty) return;
    const keep = () => {
      if (forgotten.current) return;
      const draft = { values: form.getValues(), base: form.formState.defaultValues };
      sessionStorage.setItem(draftKey(key), JSON.stringify(draft));
    };
    const timer = setInterval(keep, 1_000);
    window.addEventListener("pagehide", keep);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", keep);
    };
  }, [form, isDirty, key]);

  const forget = useCallback(() => {
    forgotten.current = true;
    sessionStorage.removeItem(draftKey(key));
    setRestored(false);
  }, [key]);

  return { restored, forget };
}

/** Errors of a form as a flat list of paths, for counting them and jumping to the first. */
export function errorPaths(errors: object, prefix = ""): string[] {
  return Object.entries(errors).flatMap(([key, value]) => {
    if (key === "root" || typeof value !== "object" || value === null) return [];
    if ("message" in value && typeof value.message === "string") return [prefix + key];
    return errorPaths(value, `${prefix}${key}.`);
  });
}

/** Changed fields of a form as a flat list of paths. */
export function dirtyPaths(dirty: object, prefix = ""): string[] {
  return Object.entries(dirty).flatMap(([key, value]) => {
    if (value === true) return [prefix + key];
    return typeof value === "object" && value !== null
      ? dirtyPaths(value as object, `${prefix}${key}.`)
      : [];
  });
}
