import { session } from "@/server/session";

export const dynamic = "force-dynamic";

const media = (request: Request): Promise<Response> => session().media(request);

export { media as GET, media as HEAD };
