import { session } from "@/server/session";

export const dynamic = "force-dynamic";

const handle = (request: Request): Promise<Response> => session().handle(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
