import { createApi } from "@ecomm/api-client";

/** The API as this browser reaches it: through our own origin, with the session's cookies. */
export const api = createApi();
