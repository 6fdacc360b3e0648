import type { ProductHttp } from "@ecomm/suite-kit/http";
import { queryOptions } from "@tanstack/react-query";

/** The signed-in person, as `ecomm_core.identity` describes them. */
export interface Me {
  id: string;
  email: string;
  name: string;
  tenant_id: string;
  tenant_name: string;
  role: string;
  email_verified: boolean;
  memberships: { tenant_id: string; tenant_name: string; role: string }[];
}

export const meQuery = (http: ProductHttp) =>
  queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => http.call<Me>("auth/me", { signal }),
    staleTime: 60_000,
  });
