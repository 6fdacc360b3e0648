import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { crumbsOf } from "@/shell/crumbs";
import { shellTexts } from "@/shell/texts";

const t = shellTexts.translator("en");
const rooms = readdirSync("src/app/(shell)/stores/[storeId]", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe("breadcrumbs", () => {
  it.each(rooms)("/%s has a name of its own", (room) => {
    const label = crumbsOf(`/stores/1/${room}`, t, "Kettle", null).at(-1)?.label;
    expect(label).not.toBe(room);
    expect(label).toMatch(/^[A-Z]/);
  });

  it("/partners has a name of its own", () => {
    expect(crumbsOf("/partners", t, null, null)).toEqual([{ label: "Partners" }]);
  });

  it("/billing/plans leads back to billing", () => {
    expect(crumbsOf("/billing", t, null, null)).toEqual([{ label: "Billing" }]);
    expect(crumbsOf("/billing/plans", t, null, null)).toEqual([
      { label: "Billing", href: "/billing" },
      { label: "Plans" },
    ]);
  });
});
