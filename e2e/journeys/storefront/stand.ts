/**
 * A second storefront beside the platform's, whose way to the API leads through a gate: the test
 * counts what passes, closes it, or lets it hang.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import path from "node:path";
import { api } from "../support";

export type Gate = "open" | "refusing" | "hanging";

/** Products `copy-<n>` are this one of the demo store by another name. */
const ORIGINAL = "heron-gooseneck-kettle";
const COPY = /^(\/api\/v1\/public\/stores\/demo\/products\/)(copy-\d+)$/;

const root = path.join(import.meta.dirname, "../../..");

async function freePort(): Promise<number> {
  const probe = createSocket();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

export class Stand {
  gate: Gate = "open";
  /** Paths that the storefront asked the API for. */
  calls: string[] = [];

  private constructor(
    readonly port: number,
    private readonly server: Server,
    private readonly shop: ChildProcess,
  ) {}

  get pid(): number {
    return this.shop.pid ?? 0;
  }

  /** Starts both and waits until the shop answers. Throws with its words when it does not. */
  static async start(env: Record<string, string> = {}): Promise<Stand> {
    const home = process.env.ECOMM_HOME ?? path.join(root, ".ecomm");
    const secrets = JSON.parse(readFileSync(path.join(home, "secrets.json"), "utf8"));
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const gatePort = (server.address() as AddressInfo).port;
    const port = await freePort();
    const built = path.join(root, "apps/storefront/.next/standalone/apps/storefront");
    const shop = spawn(
      path.join(root, "node_modules/node/bin/node"),
      ["--max-old-space-size=512", "server.js"],
      {
        cwd: built,
        env: {
          PATH: process.env.PATH ?? "",
          NODE_ENV: "production",
          ECOMM_MODE: "local",
          ECOMM_API_URL: `http://127.0.0.1:${gatePort}`,
          ECOMM_STOREFRONT_URL: `http://localhost:${port}`,
          ECOMM_INTERNAL_KEY: secrets.internal_key,
          HOSTNAME: "localhost",
          PORT: String(port),
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let said = "";
    for (const stream of [shop.stdout, shop.stderr]) {
      stream?.on("data", (chunk) => {
        said = (said + chunk).slice(-4_000);
      });
    }
    const stand = new Stand(port, server, shop);
    stand.open();
    for (let tries = 0; tries < 900; tries++) {
      const up = await fetch(`http://localhost:${port}/api/health`).catch(() => null);
      if (up?.ok) return stand;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await stand.stop();
    throw new Error(`the second storefront did not start:\n${said}`);
  }

  private open(): void {
    const { hostname, port } = new URL(api);
    this.server.on("request", (incoming, outgoing) => {
      if (this.gate === "refusing") return void incoming.socket.destroy();
      const asked = incoming.url ?? "/";
      this.calls.push(asked);
      if (this.gate === "hanging") return;
      const copy = COPY.exec(asked);
      const target = copy ? `${copy[1]}${ORIGINAL}` : asked;
      const { host: _host, ...headers } = incoming.headers;
      const onward = request(
        { hostname, port, path: target, method: incoming.method, headers },
        (reply) => {
          if (!copy) {
            outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
            return void reply.pipe(outgoing);
          }
          const chunks: Buffer[] = [];
          reply.on("data", (chunk: Buffer) => chunks.push(chunk));
          reply.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            outgoing.writeHead(reply.statusCode ?? 502, { "Content-Type": "application/json" });
            outgoing.end(text.replaceAll(ORIGINAL, copy[2] ?? ""));
          });
        },
      );
      onward.on("error", () => outgoing.destroy());
      incoming.pipe(onward);
    });
  }

  /** Resident memory of the shop's process, in bytes. */
  memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? "0") * 1024;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.shop.once("exit", resolve));
    if (this.shop.exitCode === null) {
      this.shop.kill("SIGTERM");
      const late = setTimeout(() => this.shop.kill("SIGKILL"), 5_000);
      await gone;
      clearTimeout(late);
    }
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
