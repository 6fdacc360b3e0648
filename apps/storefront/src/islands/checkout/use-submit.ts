"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#words";
import type { Checkout, Totals } from "@/lib/api-types";
import { addressHere, wordsHere } from "@/messages/client";

import { call, newKey, type Problem, type ProblemDetail } from "../call";
import { loadCart } from "../cart/store";
import { type Blamed, type Fields, fieldOf, type Problems } from "./form-state";
import { isSame } from "./rates";

export type SubmitState =
  | { kind: "idle" }
  | { kind: "sending" }
  /** The API's sum is not the one shown: nothing goes on before the shopper has seen it. */
  | { kind: "changed"; totals: Totals }
  | { kind: "short"; details: ProblemDetail[] }
  | { kind: "closed" }
  | { kind: "failed"; text: string };

export interface Submission {
  fields: Fields;
  rateId: string;
  /** Whether the shopper's credit pays first. */
  credit: boolean;
  /** The sums on the screen; null where none were shown. */
  shown: Totals | null;
}

const IDLE: SubmitState = { kind: "idle" };

/** Refusals that are about one field, whatever their details say. */
const BLAMED: Readonly<Record<string, Blamed>> = {
  country_not_served: "country",
  shipping_rate_unavailable: "shipping_rate_id",
};

function problemsOf(problem: Problem): Problems {
  const found: Problems = {};
  const blamed = BLAMED[problem.code];
  if (blamed) found[blamed] = { text: problem.message };
  for (const detail of problem.details) {
    const name = fieldOf(detail.field);
    if (name && !found[name])
      found[name] = { text: detail.message || wordsHere("checkout").failed };
  }
  return found;
}

function bodyOf({ fields, rateId, credit }: Submission) {
  const optional = (value: string) => (value.trim() === "" ? null : value.trim());
  return {
    email: fields.email.trim(),
    shipping_address: {
      name: fields.name.trim(),
      line1: fields.line1.trim(),
      line2: optional(fields.line2),
      city: fields.city.trim(),
      state: optional(fields.state),
      postal_code: fields.postal_code.trim(),
      country: fields.country,
      phone: optional(fields.phone),
    },
    shipping_rate_id: rateId,
    codes: [],
    use_store_credit: credit,
  };
}

/** Sends the checkout and leaves for the payment page. */
export function useSubmit() {
  const words = useWords("checkout");
  const [state, setState] = useState<SubmitState>(IDLE);
  const sending = useRef(false);

  // A page brought back from the payment page by the browser's history is ready to be used again.
  useEffect(() => {
    const revive = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      sending.current = false;
      setState(IDLE);
      void loadCart();
    };
    window.addEventListener("pageshow", revive);
    return () => window.removeEventListener("pageshow", revive);
  }, []);

  const stop = (next: SubmitState) => {
    sending.current = false;
    setState(next);
  };

  /** The fields the API blames, or null where it blames none. `before` may take its time. */
  async function run(
    submission: Submission,
    before: () => Promise<void>,
  ): Promise<Problems | null> {
    if (sending.current) return null;
    sending.current = true;
    setState({ kind: "sending" });
    await before();
    const reply = await call<Checkout>("/api/checkout", {
      method: "POST",
      body: bodyOf(submission),
      key: newKey(),
    });
    if (!reply.ok) return refused(reply.problem);
    const { checkout_id, payment_url, totals } = reply.data;
    if (submission.shown !== null && !isSame(submission.shown, totals)) {
      stop({ kind: "changed", totals });
      return null;
    }
    window.location.assign(
      payment_url ?? addressHere(`/checkout/return?checkout=${encodeURIComponent(checkout_id)}`),
    );
    return null;
  }

  async function refused(problem: Problem): Promise<Problems | null> {
    if (problem.code === "checkout_closed") {
      stop({ kind: "closed" });
      return null;
    }
    if (problem.code === "out_of_stock") {
      await loadCart();
      stop({ kind: "short", details: problem.details });
      return null;
    }
    if (problem.code === "cart_changed") {
      // Reading the bag is what takes note of the new price; the sum shows it.
      await loadCart();
      stop({ kind: "failed", text: problem.message });
      return null;
    }
    const fields = problemsOf(problem);
    if (Object.keys(fields).length > 0) {
      stop(IDLE);
      return fields;
    }
    if (["cart_completed", "cart_empty", "cart_not_found"].includes(problem.code)) await loadCart();
    const own = problem.status >= 400 && problem.status < 500 ? problem.message : "";
    const text = problem.code === "in_progress" ? words.busy : own || words.failed;
    stop({ kind: "failed", text });
    return null;
  }

  const reset = () => {
    if (!sending.current) setState((now) => (now.kind === "idle" ? now : IDLE));
  };
  /** Shows a sum that is another than the one that was about to be bought. */
  const show = (totals: Totals) => setState({ kind: "changed", totals });
  return { state, run, reset, show };
}
