import { unwrap } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/auth/me", { signal })),
  staleTime: 60_000,
});
