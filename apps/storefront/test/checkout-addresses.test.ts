import { describe, expect, it } from "vitest";
import { firstAddress } from "@/islands/checkout/use-shopper";
import type { SavedAddress } from "@/lib/api-types";

const saved = (id: string, country: string, default_shipping = false): SavedAddress => ({
  id,
  name: "Sina Shopper",
  line1: "Hauptstrasse 1",
  line2: null,
  city: "Dresden",
  state: null,
  postal_code: "01099",
  country,
  phone: null,
  default_shipping,
  default_billing: false,
});

describe("the address a checkout begins with", () => {
  const offered = (country: string) => country !== "US";

  it("is the one for deliveries, wherever it stands in the book", () => {
    const book = [saved("a", "DE"), saved("b", "AT", true)];
    expect(firstAddress(book, offered)?.id).toBe("b");
  });

  it("is never one the shop does not ship to", () => {
    expect(firstAddress([saved("a", "US", true), saved("b", "DE")], offered)?.id).toBe("b");
    expect(firstAddress([saved("a", "US", true)], offered)).toBeNull();
    expect(firstAddress([], offered)).toBeNull();
  });
});
