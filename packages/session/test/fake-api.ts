import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A JWT-shaped access token that expires `seconds` from now; nobody here verifies signatures. */
export function accessToken(name: string, seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return `${part({ alg: "EdDSA" })}.${part({ sub: name, exp })}.sig`;
}

/**
 * A small API over real HTTP: rotates refresh tokens, refuses reused and unknown ones, and
 * answers the rest by what a test sets. It records every call.
 */
export class FakeApi {
  readonly calls: Call[] = [];
  private readonly server: Server;
  /** Refresh tokens that are good, and the access tokens that are. */
  readonly good = { refresh: new Set<string>(), access: new Set<string>() };
  refreshDelay = 0;
  down = false;
  private issued = 0;

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body, headers }) => {
        if (this.down) {
          response.destroy();
          return;
        }
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(body);
      });
    });
  }

  static async start(): Promise<FakeApi> {
    const fake = new FakeApi();
    await new Promise<void>((done) => fake.server.listen(0, "127.0.0.1", done));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  count(path: string): number {
    return this.calls.filter((call) => call.url === path).length;
  }

  issue(seconds = 600): { access_token: string; refresh_token: string; expires_in: number } {
    this.issued += 1;
    const access = accessToken(`user-${this.issued}`, seconds);
    const refresh = `refresh-${this.issued}`;
    this.good.access.add(access);
    this.good.refresh.add(refresh);
    return { access_token: access, refresh_token: refresh, expires_in: seconds };
  }

  private async answer(request: IncomingMessage): Promise<{
    status: number;
    body: string;
    headers?: Record<string, string>;
  }> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const url = request.url ?? "";
    this.calls.push({ method: request.method ?? "", url, headers: request.headers, body });
    const user = { user: { id: "1", email: "a@example.com" } };
    const fail = (status: number, code: string) => ({
      status,
      body: JSON.stringify({ data: null, error: { code, message: code, details: [] } }),
    });
    const done = (data: unknown, status = 200) => ({
      status,
      body: JSON.stringify({ data, error: null }),
    });
    if (url === "/api/v1/auth/login" && body.includes("secured")) {
      return done({ second_step: "code", challenge: "challenge-1", expires_in: 300 });
    }
    if (url === "/api/v1/auth/login/code" || url === "/api/v1/auth/invites/accept") {
      return body.includes("wrong") ? fail(403, "wrong_code") : done({ ...this.issue(), ...user });
    }
    if (url === "/api/v1/auth/login" || url === "/api/v1/auth/register") {
      return body.includes("wrong") ? fail(401, "wrong") : done({ ...this.issue(), ...user });
    }
    if (url === "/api/v1/auth/refresh") {
      if (this.refreshDelay) await new Promise((go) => setTimeout(go, this.refreshDelay));
      const token = (JSON.parse(body) as { refresh_token: string }).refresh_token;
      if (!this.good.refresh.delete(token)) return fail(401, "token_reused");
      return done({ ...this.issue(), ...user });
    }
    const bearer = (request.headers.authorization ?? "").replace("Bearer ", "");
    if (url.startsWith("/api/v1/public/")) return done({ open: true });
    if (!this.good.access.has(bearer)) return fail(401, "unauthorized");
    if (url === "/api/v1/auth/invites/join") return done({ ...this.issue(), ...user });
    if (url === "/api/v1/auth/switch") return done({ ...this.issue(), ...user });
    if (url === "/api/v1/auth/logout") return done({});
    if (url === "/api/v1/old") {
      return { status: 307, body: "", headers: { location: `${this.url}/api/v1/new` } };
    }
    if (url === "/api/v1/file.csv") {
      return {
        status: 200,
        body: "a,b\n",
        headers: { "content-type": "text/csv", "content-disposition": "attachment", etag: '"1"' },
      };
    }
    return {
      status: 200,
      body: JSON.stringify({ data: { size: body.length }, error: null }),
      headers: { "set-cookie": "leak=1", "x-powered-by": "fake", "cache-control": "private" },
    };
  }
}
