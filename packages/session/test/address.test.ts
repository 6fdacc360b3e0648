import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { LOOPBACK, networks, within } from "../src/networks";
import { recordPeers } from "../src/peer";
import { clientAddress } from "../src/upstream";

const asked = (chain: string | null) =>
  new Request("http://shop.test/", { headers: chain === null ? {} : { "x-forwarded-for": chain } });

describe("the client's address", () => {
  const ours = networks("127.0.0.1, ::1, 10.0.0.0/8, fd00::/8");

  it.each([
    ["the caller, where nobody of ours stands between", "203.0.113.7", "203.0.113.7"],
    ["not what the caller claims", "6.6.6.6, 203.0.113.7", "203.0.113.7"],
    ["what our proxy saw", "203.0.113.7, 10.1.2.3", "203.0.113.7"],
    ["not what a client told our proxy", "6.6.6.6, 203.0.113.7, 10.1.2.3", "203.0.113.7"],
    ["through two proxies of ours", "203.0.113.7, 10.1.2.3, ::ffff:127.0.0.1", "203.0.113.7"],
    ["IPv6", "2001:db8::1, fd12::9", "2001:db8::1"],
    ["the last one, where all are ours", "10.9.9.9, 127.0.0.1", "127.0.0.1"],
    ["the proxy's own, where it passes on garbage", "unknown, 10.1.2.3", "10.1.2.3"],
  ])("is %s", (_name, chain, expected) => {
    expect(clientAddress(asked(chain), ours)).toBe(expected);
  });

  it.each([null, "", "unknown", "<script>", "1.2.3.4.5"])("is unknown for %j", (chain) => {
    expect(clientAddress(asked(chain), ours)).toBeNull();
  });

  it("trusts nobody for the empty list", () => {
    expect(clientAddress(asked("6.6.6.6, 127.0.0.1"), networks(""))).toBe("127.0.0.1");
  });
});

describe("ECOMM_TRUSTED_PROXIES", () => {
  it("is this machine where it is not set", () => {
    expect(within(networks(LOOPBACK), "127.0.0.1")).toBe(true);
    expect(within(networks(LOOPBACK), "::1")).toBe(true);
    expect(within(networks(LOOPBACK), "127.8.0.2")).toBe(true);
    expect(within(networks(LOOPBACK), "128.0.0.1")).toBe(false);
  });

  it.each(["1", "proxy.internal", "10.0.0.0/33", "10.0.0.0/8/8", "fd00::/129", "10.0.0/8", "*"])(
    "refuses %j by name",
    (entry) => expect(() => networks(`127.0.0.1,${entry}`)).toThrow(`"${entry}"`),
  );
});

describe("recordPeers", () => {
  let server: Server;
  afterEach(() => new Promise((done) => server.close(done)));

  async function seen(headers: Record<string, string>): Promise<unknown> {
    recordPeers();
    recordPeers(); // twice must not count the caller twice
    server = createServer((call, reply) => reply.end(call.headers["x-forwarded-for"]));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const call = request({ host: "127.0.0.1", port, headers }, (reply) => {
        let text = "";
        reply.on("data", (chunk) => {
          text += chunk;
        });
        reply.on("end", () => resolve(text));
      });
      call.on("error", reject).end();
    });
  }

  it("puts the caller last, whatever the caller says", async () => {
    expect(await seen({ "x-forwarded-for": "6.6.6.6" })).toBe("6.6.6.6, 127.0.0.1");
  });

  it("names the caller where nobody is named", async () => {
    expect(await seen({})).toBe("127.0.0.1");
  });
});
