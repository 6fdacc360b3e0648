import { type Schema, unwrap } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type LogIn = Schema<"AccountSessionOut">;
export type Enrolment = Schema<"EnrolmentOut">;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/auth/me", { signal })),
  staleTime: 60_000,
});

export const sessionsQuery = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/auth/sessions", { signal })),
});

export const rename = (name: string) => unwrap(api.PATCH("/api/v1/auth/me", { body: { name } }));

export const resendVerification = () => unwrap(api.POST("/api/v1/auth/email/resend"));

export const changePassword = (body: Schema<"AccountPasswordIn">) =>
  unwrap(api.POST("/api/v1/auth/password", { body }));

export const enrolFactor = (password: string) =>
  unwrap(api.POST("/api/v1/auth/two-factor", { body: { password } }));

export const confirmFactor = (code: string) =>
  unwrap(api.POST("/api/v1/auth/two-factor/confirm", { body: { code } }));

export const renewCodes = (body: Schema<"FactorProofIn">) =>
  unwrap(api.POST("/api/v1/auth/two-factor/recovery-codes", { body }));

export const disableFactor = (body: Schema<"FactorProofIn">) =>
  unwrap(api.POST("/api/v1/auth/two-factor/disable", { body }));

export const endSession = (id: string) =>
  unwrap(
    api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id: id } } }),
  );

export const endOtherSessions = () => unwrap(api.POST("/api/v1/auth/sessions/end-others"));
