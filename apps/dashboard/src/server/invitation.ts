import { cookies, headers } from "next/headers";
import { CODE, FOLLOWED, INVITED } from "./invited";
import { settings } from "./settings";

/** Who invites, and by which code. `invitedBy` is null where it could not be looked up in time. */
export interface Invitation {
  code: string;
  invitedBy: string | null;
  credit: { amount: number; currency: string } | null;
}

type Found = { invited_by: string; credit: Invitation["credit"] };

const PATIENCE_MS = 2_000;

/**
 * The invitation of the link that was followed: of the address, else the last one that this
 * browser followed. Following it is counted once. Null where there is none. Nobody waits long for
 * it to register: the code counts even where it cannot be said whose it is.
 */
export async function invitation(ref: string | undefined): Promise<Invitation | null> {
  const kept = (await cookies()).get(INVITED)?.value;
  const code = ref ?? kept;
  if (!code || !CODE.test(code)) return null;
  const path = `/api/v1/public/partners/${code}`;
  if ((await headers()).has(FOLLOWED)) await ask(`${path}/visits`, "POST");
  const found = await ask<Found>(path, "GET");
  if (found === "none") return null;
  return {
    code,
    invitedBy: found?.invited_by ?? null,
    credit: found?.credit ?? null,
  };
}

/** The reply's data; "none" where there is no such code, null where nobody answers. */
async function ask<Data>(path: string, method: "GET" | "POST"): Promise<Data | "none" | null> {
  const asked = await headers();
  const sent = new Headers();
  // Programs are told from browsers by what they call themselves; whose request it is, the API's
  // limits go by.
  for (const name of ["user-agent", "x-forwarded-for"]) {
    const value = asked.get(name);
    if (value) sent.set(name, value);
  }
  try {
    const reply = await fetch(`${settings().apiUrl}${path}`, {
      method,
      headers: sent,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (reply.status === 404) return "none";
    if (!reply.ok) return null;
    return ((await reply.json()) as { data: Data }).data;
  } catch (error) {
    console.warn("an invitation could not be looked up", error);
    return null;
  }
}
