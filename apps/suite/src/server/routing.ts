import { DOOR_STEPS, SITE_STEPS } from "@ecomm/suite-kit/product";

/** Where an address leads. `inner` is the path of the page in this application. */
export type Route =
  | { kind: "master"; inner: string }
  | { kind: "missing" }
  | {
      kind: "product";
      product: string;
      /** Before the product's addresses as the browser sees them. */
      base: string;
      /** `site` is for everybody, `door` for signing in, `app` for who is signed in. */
      area: "site" | "door" | "app";
      step: string;
      inner: string;
    };

export interface Ground {
  served: readonly string[];
  /** Installed or not, these names belong to products. */
  installed: readonly string[];
  sole: string | null;
  /** `contentforge.<domain>` is that product's own host. */
  domain: string | null;
}

/** The product whose own host this is. */
export function productOfHost(host: string | null, ground: Ground): string | null {
  if (!host || !ground.domain) return null;
  const name = host.toLowerCase().replace(/:\d+$/, "");
  const tail = `.${ground.domain.toLowerCase()}`;
  return name.endsWith(tail) ? name.slice(0, -tail.length) : null;
}

const SITE: readonly string[] = ["", ...SITE_STEPS];
const DOOR: readonly string[] = DOOR_STEPS;

function areaOf(segments: readonly string[]): "site" | "door" | "app" | null {
  const [step = "", ...more] = segments;
  if (step === "app") return "app";
  if (more.length > 0) return null;
  return SITE.includes(step) ? "site" : DOOR.includes(step) ? "door" : null;
}

/** Reads an address: which product, which of its areas, and under which base it is seen. */
export function routeOf(host: string | null, pathname: string, ground: Ground): Route {
  const segments = pathname.split("/").filter((part) => part !== "");
  const own = productOfHost(host, ground);
  // A host below ours that is no product's is nobody's: it must not show the master landing.
  if (own !== null && !ground.served.includes(own)) return { kind: "missing" };
  const [first = ""] = segments;
  const named = ground.installed.includes(first) ? first : null;
  if (named !== null && (!ground.served.includes(named) || (own !== null && own !== named))) {
    return { kind: "missing" };
  }
  const product = named ?? own ?? ground.sole;
  if (product === null) return { kind: "master", inner: pathname };
  const below = named === null ? segments : segments.slice(1);
  const area = areaOf(below);
  if (area === null) return { kind: "missing" };
  return {
    kind: "product",
    product,
    base: named === null ? "" : `/${product}`,
    area,
    step: below[0] ?? "",
    inner: `/${[product, ...below].join("/")}`,
  };
}
