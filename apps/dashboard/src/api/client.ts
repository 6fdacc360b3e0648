import { createApi } from "@ecomm/api-client";
import { signInAgain } from "./signed-out";

/** The API as this browser reaches it: through our own origin, with the session's cookies. */
export const api = createApi({
  fetch: async (request) => {
    const reply = await fetch(request);
    if (reply.status === 401) signInAgain();
    return reply;
  },
});
