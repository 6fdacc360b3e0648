import { createSessionProxy, type SessionProxy } from "@ecomm/session";
import { isClosed, productSession } from "./settings";

declare global {
  var ecommSuiteSessions: Map<string, SessionProxy> | undefined;
}

/** The session proxy of a product; one per process, so that refreshes stay single-flight. */
function sessionOf(name: string): SessionProxy | null {
  globalThis.ecommSuiteSessions ??= new Map();
  const known = globalThis.ecommSuiteSessions.get(name);
  if (known) return known;
  const settings = productSession(process.env, name);
  if (settings === null) return null;
  const made = createSessionProxy(settings);
  globalThis.ecommSuiteSessions.set(name, made);
  return made;
}

const nothing = (): Response =>
  Response.json(
    {
      data: null,
      error: {
        code: "not_found",
        message: "There is nothing here.",
        details: [],
        request_id: "",
      },
    },
    { status: 404, headers: { "Cache-Control": "no-store" } },
  );

/** `/api/NAME/…` of this origin is `/api/…` of that product's API. */
export async function forward(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [, , name = "", ...rest] = url.pathname.split("/");
  const session = sessionOf(name);
  const path = `/api/${rest.join("/")}`;
  if (session === null || isClosed(decoded(path))) return nothing();
  return await session.handle(new Request(new URL(path + url.search, url), request));
}

/** A path as the API will read it; what cannot be decoded is refused further on. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll(/\/{2,}/g, "/");
  } catch {
    return path;
  }
}
