"use client";

import { useCallback, useEffect, useState } from "react";
import { useWords } from "#words";
import type { CheckoutState } from "@/lib/api-types";
import type { CountryChoice } from "@/lib/countries";
import { addressHere } from "@/messages/client";
import { call } from "../call";
import {
  type Blamed,
  EMPTY_FIELDS,
  type FieldName,
  type Fields,
  judge,
  keepDraft,
  type Problems,
  readDraft,
  readFields,
} from "./form-state";

interface Options {
  slug: string;
  countries: CountryChoice[];
  home: string;
}

type Known = CheckoutState | { state: "unknown" };

/** The form's values and what is wrong with them; typed text survives a reload and a way back. */
export function useFields({ slug, countries, home }: Options) {
  const words = useWords("checkout");
  const [fields, setFields] = useState<Fields>({ ...EMPTY_FIELDS, country: home });
  const [problems, setProblems] = useState<Problems>({});
  const [cancelled, setCancelled] = useState(false);

  useEffect(() => {
    const offered = (country: string | undefined) => countries.some((one) => one.code === country);
    const fill = (found: Partial<Fields>) =>
      setFields((now) => ({
        ...now,
        ...found,
        country: offered(found.country) && found.country ? found.country : now.country,
      }));
    const draft = readDraft(slug);
    fill(draft);
    const query = new URLSearchParams(window.location.search);
    const id = query.get("checkout");
    if (!id) return;
    setCancelled(query.get("cancelled") === "1");
    if (draft.email) return;
    // Back from the payment page in a fresh tab: the checkout remembers the address.
    let wanted = true;
    void call<Known>(`/api/checkout/${encodeURIComponent(id)}`).then((reply) => {
      if (!wanted || !reply.ok || reply.data.state === "unknown") return;
      const known = reply.data as CheckoutState;
      if (known.state === "completed") {
        window.location.replace(
          addressHere(`/checkout/success?checkout=${encodeURIComponent(id)}`),
        );
        return;
      }
      fill({ ...readFields(known.shipping_address), email: known.email });
    });
    return () => {
      wanted = false;
    };
  }, [slug, countries]);

  const clear = useCallback(
    (name: Blamed) =>
      setProblems((now) => {
        // A rate belongs to a country: choosing another answers "choose a way to ship" too.
        const answered: Blamed[] = name === "country" ? [name, "shipping_rate_id"] : [name];
        const rest = { ...now };
        for (const one of answered) delete rest[one];
        return rest;
      }),
    [],
  );

  return {
    fields,
    problems,
    cancelled,
    /** What was wrong with it is answered. */
    clear,
    change(name: FieldName, value: string) {
      const next = { ...fields, [name]: value };
      setFields(next);
      keepDraft(slug, next);
      clear(name);
    },
    /** Leaving a field judges it, if there is something in it. */
    leave(name: FieldName, countryName: string) {
      if (fields[name].trim() === "") return;
      const found = judge(fields, "-", countryName, words)[name];
      if (found) setProblems((now) => ({ ...now, [name]: found }));
    },
    judgeAll(rateId: string, countryName: string): Problems {
      const found = judge(fields, rateId, countryName, words);
      setProblems(found);
      return found;
    },
    blame(found: Problems) {
      setProblems(found);
    },
    /** Puts in what is known already, in the place of what stands there. */
    fill(found: Partial<Fields>) {
      const next = { ...fields, ...found };
      setFields(next);
      keepDraft(slug, next);
      setProblems({});
    },
  };
}
