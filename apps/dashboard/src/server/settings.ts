import { MERCHANT_PATHS, type SessionSettings, sessionSettings } from "@ecomm/session";

/** The dashboard's session: merchants only, and only the parts of the API they work with. */
export function settings(): SessionSettings {
  return sessionSettings(process.env, {
    audience: "merchant",
    tokenPaths: () => MERCHANT_PATHS,
    allow: [
      "/api/v1/auth/",
      "/api/v1/stores",
      "/api/v1/team/",
      "/api/v1/analytics",
      "/api/v1/api-keys",
      "/api/v1/audit",
      "/api/v1/notifications",
      "/api/v1/subscriptions",
      "/api/v1/partners",
    ],
  });
}

/** Facts of the deployment that pages show. Read per request, so that one build serves all. */
export interface Deployment {
  local: boolean;
  /** Where caught mails are read; only in local mode. */
  mailboxUrl: string | null;
}

export function deployment(): Deployment {
  const { mode, apiUrl } = settings();
  const local = mode === "local";
  return { local, mailboxUrl: local ? `${apiUrl}/mailbox` : null };
}
