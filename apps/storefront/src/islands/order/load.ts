"use client";

import { useCallback, useEffect, useState } from "react";
import type { Order } from "@/lib/api-types";
import { call } from "../call";

export type OrderState =
  | { kind: "loading" }
  | { kind: "missing" }
  | { kind: "failed" }
  | { kind: "ready"; order: Order };

/** An order for whoever holds its token. */
export function useOrder(id: string | null, token: string | null) {
  const [state, setState] = useState<OrderState>({ kind: "loading" });

  const load = useCallback(async () => {
    if (!id) return;
    if (!token) {
      setState({ kind: "missing" });
      return;
    }
    const query = new URLSearchParams({ token });
    const reply = await call<Order>(`/api/orders/${encodeURIComponent(id)}?${query}`);
    if (reply.ok) setState({ kind: "ready", order: reply.data });
    else setState({ kind: reply.problem.status === 404 ? "missing" : "failed" });
  }, [id, token]);

  useEffect(() => {
    void load();
  }, [load]);
  return { state, load };
}
