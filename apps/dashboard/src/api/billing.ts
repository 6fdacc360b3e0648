import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Subscription = Schema<"SubscriptionOut">;
export type Plans = Schema<"PlansOut">;
export type Plan = Schema<"PlanOut">;
export type AddOn = Schema<"PlanAddOnOut">;
export type Wanted = Schema<"PlanWantedIn">;
export type Preview = Schema<"PlanPreviewOut">;

/** What the business has; the shell and the billing pages read the same. */
export const subscriptionQuery = queryOptions({
  queryKey: ["billing", "current"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/subscriptions/current", { signal })),
});

/** Everything that is sold. */
export const plansQuery = queryOptions({
  queryKey: ["billing", "plans"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/subscriptions/plans", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const invoicesKey = ["billing", "invoices"];

/** The platform's bills, the newest first, twelve to a page. */
export const invoicesQuery = (page: number) =>
  queryOptions({
    queryKey: [...invoicesKey, page],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/subscriptions/invoices", {
          params: { query: { page, per_page: 12 } },
          signal,
        }),
      ),
  });

/** The hosted page that begins a plan. */
export const openCheckout = (body: Schema<"PlanCheckoutIn">) =>
  unwrap(api.POST("/api/v1/subscriptions/checkout", { body }));

/** The hosted page for the means of payment. */
export const openPortal = () => unwrap(api.POST("/api/v1/subscriptions/portal"));

/** What a change would cost now; changes nothing. */
export const previewPlan = (body: Wanted) =>
  unwrap(api.POST("/api/v1/subscriptions/preview", { body }));

/** Makes the change, at the amounts of the preview that `at` names. */
export const changePlan = (body: Schema<"PlanChangeIn">) =>
  unwrap(api.POST("/api/v1/subscriptions/change", { body }));

export const cancelPlan = () => unwrap(api.POST("/api/v1/subscriptions/cancel"));
export const resumePlan = () => unwrap(api.POST("/api/v1/subscriptions/resume"));
