import { createSessionProxy, type SessionProxy } from "@ecomm/session";
import { settings } from "./settings";

declare global {
  var ecommSession: SessionProxy | undefined;
}

/** The one session proxy of this process: refreshes are single-flight only within one. */
export function session(): SessionProxy {
  globalThis.ecommSession ??= createSessionProxy(settings());
  return globalThis.ecommSession;
}
