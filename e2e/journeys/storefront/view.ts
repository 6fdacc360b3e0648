/** Page views as raw HTTP, so that a test decides about every header. */
import { request } from "node:http";
import type { Page } from "@playwright/test";

export interface View {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Asked {
  port?: number;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

const ours = Number(process.env.STOREFRONT_PORT ?? "3001");

/** One request to a storefront on this machine with any Host header. No redirect is followed. */
export function ask(host: string, path: string, asked: Asked = {}): Promise<View> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: "localhost",
        port: asked.port ?? ours,
        path,
        method: asked.method ?? "GET",
        setHost: false,
        headers: { Host: host, Accept: "text/html", ...asked.headers },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("error", reject);
        reply.on("end", () =>
          resolve({
            status: reply.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(reply.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    call.on("error", reject);
    call.end(asked.body);
  });
}

/** A page of a store by the store's own host. */
export const view = (slug: string, path: string, asked: Asked = {}): Promise<View> =>
  ask(`${slug}.localhost:${asked.port ?? ours}`, path, asked);

/** Whether a page came out of the page cache. */
export const isHit = (seen: View): boolean => seen.headers["x-nextjs-cache"] === "HIT";

/** Milliseconds until a page is as wanted. Throws after `limit`. */
export async function until(
  slug: string,
  path: string,
  wanted: (seen: View) => boolean,
  limit = 60_000,
): Promise<number> {
  const began = performance.now();
  for (;;) {
    const seen = await view(slug, path);
    const passed = performance.now() - began;
    if (wanted(seen)) return passed;
    if (passed > limit) throw new Error(`${path} is still stale after ${Math.round(passed)} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A call of the shop's own `/api` out of the page that is open: its status. */
export const posted = (page: Page, address: string, data: unknown): Promise<number> =>
  page.evaluate(
    async ([to, body]) => {
      const headers = { "Content-Type": "application/json" };
      return (await fetch(to, { method: "POST", headers, body })).status;
    },
    [address, JSON.stringify(data)] as const,
  );
