"use client";

import { useWords } from "#words";
import type { Order } from "@/lib/api-types";

const STAGES = ["ordered", "paid", "shipped", "delivered"] as const;
const REACHED: Partial<Record<Order["simple_status"], number>> = {
  pending: 0,
  paid: 1,
  shipped: 2,
  delivered: 3,
};

/** How far an order is. One that was cancelled has no way to go. */
export function Steps({
  status,
  times,
}: {
  status: Order["simple_status"];
  times: (string | null)[];
}) {
  const words = useWords("order");
  const reached = REACHED[status];
  if (reached === undefined) return null;
  return (
    <ol className="steps">
      {STAGES.map((stage, index) => {
        const done = index < reached || (index === reached && status === "delivered");
        const now = index === reached && !done;
        return (
          <li
            key={stage}
            className={done ? "step-done" : now ? "step-now" : "step-next"}
            aria-current={now ? "step" : undefined}
          >
            <b>{words.steps[stage]}</b>
            {times[index] && index <= reached && <span>{times[index]}</span>}
          </li>
        );
      })}
    </ol>
  );
}
