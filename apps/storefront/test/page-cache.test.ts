import { beforeEach, describe, expect, it } from "vitest";
import PageCache, { LIFETIME_MS, OUTAGE_MS, PageStore, pageStore } from "../server/page-cache.mjs";

let now = 1_000_000_000_000;
const page = (tags: string, size = 1000) => ({
  kind: "APP_PAGE",
  html: "x".repeat(size),
  headers: { "x-next-cache-tags": `_N_T_/layout,${tags}` },
});

describe("the page store", () => {
  let pages: PageStore;
  beforeEach(() => {
    now = 1_000_000_000_000;
    pages = new PageStore({ maxBytes: 20_000, now: () => now });
  });

  it("keeps a page until one of its tags is dropped", () => {
    pages.set("/a", page(`s:1:store,s:1:product:2,at:${now}`));
    now += 10;
    pages.drop(["s:1:product:3", "s:2:store"]);
    expect(pages.get("/a")?.value.html).toHaveLength(1000);
    pages.drop(["s:1:product:2"]);
    expect(pages.get("/a")).toBeNull();
    expect(pages.bytes).toBe(0);
  });

  it("never keeps what was read before a drop and stored after it", () => {
    const readAt = now;
    now += 40;
    pages.drop(["s:1:product:2"]);
    now += 40;
    pages.set("/a", page(`s:1:product:2,at:${readAt}`));
    expect(pages.get("/a")).toBeNull();
    pages.set("/a", page(`s:1:product:2,at:${now}`));
    expect(pages.get("/a")).not.toBeNull();
  });

  it("a drop in the very millisecond of the read counts", () => {
    pages.drop(["t"]);
    pages.set("/a", page(`t,at:${now}`));
    expect(pages.get("/a")).toBeNull();
  });

  it("is as old as the first data the page was made from", () => {
    pages.set("/a", page(`t,at:${now - 500},at:${now - 900},at:${now}`));
    expect(pages.get("/a")?.lastModified).toBe(now - 900);
  });

  it("keeps dropping for entries stored later under the same key", () => {
    pages.set("/a", page(`t,at:${now}`));
    now += 5;
    pages.drop(["t"]);
    now += 5;
    pages.set("/a", page(`t,at:${now}`));
    expect(pages.get("/a")).not.toBeNull();
  });

  it("shows no page older than its lifetime while the API answers", () => {
    pages.set("/a", page(`t,at:${now}`));
    now += LIFETIME_MS;
    expect(pages.get("/a")).not.toBeNull();
    now += 1;
    expect(pages.get("/a")).toBeNull();
  });

  it("shows an old page while the API is away, but not for ever, and no dropped one", () => {
    pages.set("/a", page(`t,at:${now}`));
    pages.set("/b", page(`u,at:${now}`));
    now += LIFETIME_MS + 1;
    pages.apiAnswered(false);
    expect(pages.get("/a")).not.toBeNull();
    pages.drop(["u"]);
    expect(pages.get("/b")).toBeNull();
    pages.apiAnswered(true);
    expect(pages.get("/a")).toBeNull();
    now += OUTAGE_MS;
    pages.apiAnswered(false);
    expect(pages.get("/a")).toBeNull();
  });

  it("stays within its bytes, the longest unused first out", () => {
    for (const key of ["/a", "/b", "/c"]) pages.set(key, page(`t,at:${now}`, 3800));
    pages.get("/a");
    for (const key of ["/d", "/e"]) pages.set(key, page(`t,at:${now}`, 3800));
    expect(pages.bytes).toBeLessThanOrEqual(20_000);
    expect(pages.get("/b")).toBeNull();
    expect(pages.get("/a")).not.toBeNull();
    expect(pages.get("/e")).not.toBeNull();
  });

  it("keeps no page that would push out all others", () => {
    pages.set("/big", page(`t,at:${now}`, 6000));
    expect(pages.get("/big")).toBeNull();
    expect(pages.bytes).toBe(0);
  });

  it("keeps bytes of its own, not windows onto larger ones, and gives back what it got", async () => {
    const large = Buffer.alloc(100_000, "r");
    const cache = new PageCache();
    const given = {
      kind: "APP_PAGE",
      html: "<p>€ é</p>",
      rscData: large.subarray(0, 300),
      status: 404,
    };
    await cache.set("/own", given, {});
    const kept = pageStore().get("/own")?.value;
    expect(kept.rscData.buffer.byteLength).toBe(300);
    const got = await cache.get("/own", { kind: "APP_PAGE" });
    expect(got?.value).toMatchObject({ html: "<p>€ é</p>", status: 404, kind: "APP_PAGE" });
    expect(got?.value.rscData.toString()).toBe("r".repeat(300));
  });

  it("keeps no data fetches", async () => {
    const cache = new PageCache();
    await cache.set("/fetch", { kind: "FETCH", data: {} }, { fetchCache: true });
    expect(await cache.get("/fetch", { kind: "FETCH" })).toBeNull();
    expect(pageStore().get("/fetch")).toBeNull();
  });

  it("counts flight data, and forgets the size of what is replaced", () => {
    const value = {
      ...page(`at:${now}`, 100),
      rscData: Buffer.alloc(2000),
      segmentData: new Map([["/x", Buffer.alloc(500)]]),
    };
    pages.set("/a", value);
    const once = pages.bytes;
    expect(once).toBeGreaterThan(2100);
    pages.set("/a", value);
    expect(pages.bytes).toBe(once);
  });

  it("forgets drops that no entry can be older than", () => {
    for (let i = 0; i < 1000; i++) pages.drop([`s:1:product:${i}`]);
    expect(pages.dropped.size).toBe(1000);
    now += OUTAGE_MS + 60_001;
    pages.drop(["s:1:product:x"]);
    expect(pages.dropped.size).toBe(1);
  });
});
