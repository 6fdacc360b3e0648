import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type OwnRequest = Schema<"OwnRequestOut">;
export type BusinessEnd = Schema<"BusinessEndOut">;

/** While a worker is at a request the page looks again after so long. */
const SOON_MS = 1_500;
/** Older receipts are in the API. */
const SHOWN = 10;

/** What one asked of one's own data, newest first. */
export const ownRequestsQuery = queryOptions({
  queryKey: ["me", "data-requests"],
  queryFn: ({ signal }) =>
    unwrapList(
      api.GET("/api/v1/auth/me/data-requests", {
        params: { query: { page: 1, per_page: SHOWN } },
        signal,
      }),
    ),
  refetchInterval: ({ state }) =>
    state.data?.items.some((one) => one.state === "queued") ? SOON_MS : false,
});

export const askOwnCopy = () => unwrap(api.POST("/api/v1/auth/me/data-requests"));

/** Where a copy can be downloaded. */
export const ownCopyFile = (request: string) =>
  `/api/v1/auth/me/data-requests/${request}/copy.json`;

/** What deleting one's account would do; asked anew each time, because teams and orders move. */
export const leavingQuery = queryOptions({
  queryKey: ["me", "leaving"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/auth/me/leaving", { signal })),
  staleTime: 0,
  gcTime: 0,
});

export const deleteMe = (body: Schema<"LeavingIn">) =>
  unwrap(api.DELETE("/api/v1/auth/me", { body }));
