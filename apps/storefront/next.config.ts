import path from "node:path";
import type { NextConfig } from "next";

const root = path.join(import.meta.dirname, "../..");

/** Sent with every reply. The content security policy is computed per page (server/reply.mjs). */
const HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), browsing-topics=()",
  },
];

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  reactStrictMode: true,
  // Pages live in our own handler: bounded in bytes, exact about tags, nothing on disk.
  cacheHandler: path.join(import.meta.dirname, "server/page-cache.mjs"),
  cacheMaxMemorySize: 0,
  // server/reply.mjs compresses, once per cached page.
  compress: false,
  // Pictures come ready in several widths from the API.
  images: { unoptimized: true },
  experimental: { isrFlushToDisk: false, staleTimes: { static: 30, dynamic: 0 } },
  transpilePackages: ["@ecomm/api-client", "@ecomm/session"],
  headers: async () => [{ source: "/:path*", headers: HEADERS }],
};

export default config;
