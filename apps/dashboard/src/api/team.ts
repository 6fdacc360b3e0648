import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Member = Schema<"MemberOut">;
export type Invite = Schema<"InviteOut">;
export type ApiKey = Schema<"ApiKeyOut">;

export type CustomRole = Schema<"CustomRoleOut">;
export type Offered = Schema<"PermissionsOut">;

const all = { query: { per_page: 100 } };

export const membersQuery = queryOptions({
  queryKey: ["team", "members"],
  queryFn: ({ signal }) => unwrapList(api.GET("/api/v1/team/members", { params: all, signal })),
});

export const invitesQuery = queryOptions({
  queryKey: ["team", "invites"],
  queryFn: ({ signal }) => unwrapList(api.GET("/api/v1/team/invites", { params: all, signal })),
});

export const rolesQuery = queryOptions({
  queryKey: ["team", "roles"],
  queryFn: ({ signal }) => unwrapList(api.GET("/api/v1/team/roles", { params: all, signal })),
});

/** What roles are made of, and what the signed-in person may give. */
export const permissionsQuery = queryOptions({
  queryKey: ["team", "permissions"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/team/permissions", { signal })),
});

export const createRole = (body: Schema<"CustomRoleIn">) =>
  unwrap(api.POST("/api/v1/team/roles", { body }));

export const updateRole = (id: string, body: Schema<"CustomRolePatch">) =>
  unwrap(api.PATCH("/api/v1/team/roles/{role_id}", { params: { path: { role_id: id } }, body }));

export const deleteRole = (
  id: string,
  instead: { role: Schema<"MemberPatch">["role"]; role_id: string | null } | null,
) =>
  unwrap(
    api.DELETE("/api/v1/team/roles/{role_id}", {
      params: {
        path: { role_id: id },
        query: {
          ...(instead ? { replace_by: instead.role } : {}),
          ...(instead?.role_id ? { replace_by_id: instead.role_id } : {}),
        },
      },
    }),
  );

export const factorRuleQuery = queryOptions({
  queryKey: ["team", "two-factor"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/team/two-factor", { signal })),
});

export const setFactorRule = (on: boolean) =>
  unwrap(api.PUT("/api/v1/team/two-factor", { body: { require_two_factor: on } }));

export const updateMember = (id: string, body: Schema<"MemberPatch">) =>
  unwrap(api.PATCH("/api/v1/team/members/{user_id}", { params: { path: { user_id: id } }, body }));

export const removeMember = (id: string) =>
  unwrap(api.DELETE("/api/v1/team/members/{user_id}", { params: { path: { user_id: id } } }));

export const handOver = (body: Schema<"HandOverIn">) =>
  unwrap(api.POST("/api/v1/team/hand-over", { body }));

export const invite = (body: Schema<"InviteIn">) =>
  unwrap(api.POST("/api/v1/team/invites", { body }));

export const resendInvite = (id: string) =>
  unwrap(
    api.POST("/api/v1/team/invites/{invite_id}/resend", { params: { path: { invite_id: id } } }),
  );

export const revokeInvite = (id: string) =>
  unwrap(api.DELETE("/api/v1/team/invites/{invite_id}", { params: { path: { invite_id: id } } }));

export const keysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) => unwrapList(api.GET("/api/v1/api-keys", { params: all, signal })),
});

export const scopesQuery = queryOptions({
  queryKey: ["api-keys", "scopes"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/api-keys/scopes", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const createKey = (body: Schema<"ApiKeyIn">) =>
  unwrap(api.POST("/api/v1/api-keys", { body }));

export const revokeKey = (id: string) =>
  unwrap(api.DELETE("/api/v1/api-keys/{key_id}", { params: { path: { key_id: id } } }));
