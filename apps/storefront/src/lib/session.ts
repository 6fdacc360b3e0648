import { createSessionProxy, type SessionProxy, type SessionSettings } from "@ecomm/session";
import { env } from "./env";

/** How the shop's server speaks to the API for a browser. Shoppers' sign-in is not offered yet. */
export function sessionSettings(): SessionSettings {
  const { apiUrl, local, trustedProxies } = env();
  return {
    audience: "shopper",
    apiUrl,
    mode: local ? "local" : "production",
    tokenPaths: () => null,
    allow: [],
    trustedProxies,
    timeoutMs: 20_000,
  };
}

let proxy: SessionProxy | undefined;

/** One per process. */
export function sessionProxy(): SessionProxy {
  proxy ??= createSessionProxy(sessionSettings());
  return proxy;
}
