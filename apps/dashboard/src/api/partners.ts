import { type ListOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Partners = Schema<"PartnersOut">;
export type Affiliate = Schema<"AffiliateOut">;
export type PartnerTerms = Schema<"PartnerTermsOut">;
export type Introduction = Schema<"IntroductionOut">;
export type CreditEntry = Schema<"CreditEntryOut">;
export type Commission = Schema<"CommissionOut">;
export type Payout = Schema<"PayoutOut">;

const partnersKey = ["partners"];

/** What is offered, and how the business stands in it. */
export const partnersQuery = queryOptions({
  queryKey: [...partnersKey, "shown"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/partners", { signal })),
});

/** A list that is read a page at a time. */
export interface Pages<Row> {
  key: readonly string[];
  load: (page: number, signal: AbortSignal) => Promise<ListOf<Row>>;
}

const at = (page: number) => ({ page, per_page: 12 });

/** Whom the business brought, the newest first. */
export const introductions = (kind: Introduction["kind"]): Pages<Introduction> => ({
  key: [...partnersKey, "introductions", kind],
  load: (page, signal) =>
    unwrapList(
      api.GET("/api/v1/partners/introductions", {
        params: { query: { kind, ...at(page) } },
        signal,
      }),
    ),
});

/** Credit given and taken back, the newest first. */
export const credits: Pages<CreditEntry> = {
  key: [...partnersKey, "credits"],
  load: (page, signal) =>
    unwrapList(api.GET("/api/v1/partners/credits", { params: { query: at(page) }, signal })),
};

/** What each bill brought, the newest first. */
export const commissions: Pages<Commission> = {
  key: [...partnersKey, "commissions"],
  load: (page, signal) =>
    unwrapList(
      api.GET("/api/v1/partners/affiliate/commissions", { params: { query: at(page) }, signal }),
    ),
};

/** Sums that were paid or are about to be, the newest first. */
export const payouts: Pages<Payout> = {
  key: [...partnersKey, "payouts"],
  load: (page, signal) =>
    unwrapList(
      api.GET("/api/v1/partners/affiliate/payouts", { params: { query: at(page) }, signal }),
    ),
};

/** The business's own code: made the first time. */
export const makeCode = () => unwrap(api.POST("/api/v1/partners/code"));

/** Says by whose link the business came. */
export const claimCode = (code: string) =>
  unwrap(api.POST("/api/v1/partners/claim", { body: { code } }));

export const joinAffiliates = (body: Schema<"AffiliateIn">) =>
  unwrap(api.POST("/api/v1/partners/affiliate", { body }));

export const setPayee = (body: Schema<"PayeeIn">) =>
  unwrap(api.PUT("/api/v1/partners/affiliate/payee", { body }));
