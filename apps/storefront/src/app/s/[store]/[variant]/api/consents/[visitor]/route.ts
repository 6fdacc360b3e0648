import type { StoreParams } from "@/lib/routes";
import { ask, endpoint, pass } from "@/lib/shop-api";

type Params = StoreParams & { visitor: string };

const pathOf = (visitor: string) => `/consents/${encodeURIComponent(visitor)}`;

/** All that is kept of this browser; `?page=`. */
export const GET = endpoint<Params>(async (request, slug, { visitor }) => {
  const page = Number(new URL(request.url).searchParams.get("page")) || 1;
  const path = `${pathOf(visitor)}?per_page=100&page=${page}`;
  return pass(await ask(request, slug, { method: "GET", path }));
});

/** Takes an agreement back, and the browser's name from everything. */
export const DELETE = endpoint<Params>(async (request, slug, { visitor }) =>
  pass(await ask(request, slug, { method: "DELETE", path: pathOf(visitor) })),
);
