import { sessionProxy } from "@/lib/session";

/** Pictures of the API, under the shop's own origin. Cached by whoever asks, as the API says. */
export const GET = (request: Request): Promise<Response> => sessionProxy().media(request);
