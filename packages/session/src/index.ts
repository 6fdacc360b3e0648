/**
 * Cookies ↔ tokens. The API speaks Bearer only; a browser speaks to its own app's origin, whose
 * `/api/*` forwards here. Tokens live in httpOnly cookies and never reach a script.
 */
export { hasSession, SESSION_COOKIES, type SessionCookies } from "./cookies";
export { createSessionProxy, type SessionProxy } from "./proxy";
export {
  type Audience,
  MERCHANT_PATHS,
  type Mode,
  type SessionSettings,
  sessionSettings,
  shopperPaths,
  type TokenPaths,
} from "./settings";
