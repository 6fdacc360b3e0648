import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Credit = Schema<"CreditOut">;

const CREDITS = "/api/v1/stores/{store_id}/store-credits";

/** A customer's credit, one account per currency. */
export const customerCreditQuery = (store: string, customer: string) =>
  queryOptions({
    queryKey: ["store", store, "customer", customer, "credit"],
    queryFn: async ({ signal }) => {
      const { items } = await unwrapList(
        api.GET(CREDITS, {
          params: { path: { store_id: store }, query: { customer_id: customer, per_page: 20 } },
          signal,
        }),
      );
      return items;
    },
  });

export const grantCredit = (store: string, body: Schema<"CreditIn">, key: string) =>
  unwrap(
    api.POST(CREDITS, {
      params: { path: { store_id: store } },
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const adjustCredit = (
  store: string,
  credit: string,
  body: Schema<"AdjustIn">,
  key: string,
) =>
  unwrap(
    api.POST(`${CREDITS}/{credit_id}/adjust`, {
      params: { path: { store_id: store, credit_id: credit } },
      body,
      headers: { "Idempotency-Key": key },
    }),
  );
