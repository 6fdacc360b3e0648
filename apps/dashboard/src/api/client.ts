import { createApi, errorFrom } from "@ecomm/api-client";
import { announceLimit } from "@/shell/limits";
import { signInAgain } from "./signed-out";

/** Reads a refusal beside whoever asked; a body that cannot be read is told by its status alone. */
async function tellOfLimit(reply: Response): Promise<void> {
  const body: unknown = await reply.json().catch(() => null);
  announceLimit(errorFrom(reply, body));
}

/** The API as this browser reaches it: through our own origin, with the session's cookies. */
export const api = createApi({
  fetch: async (request) => {
    const reply = await fetch(request);
    if (reply.status === 401) signInAgain();
    if (reply.status === 402) tellOfLimit(reply.clone());
    return reply;
  },
});
