/** A bag left behind comes back by the link of its reminder, on another device, and no other bag does. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { api, shop, unique } from "../support";
import { merchant } from "./merchant";

const root = path.join(import.meta.dirname, "../../..");

test("a bag left behind comes back by its reminder, once whoever left it agreed", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const owner = await merchant();
  const me = (await owner.call("GET", "/auth/me")) as { tenant_id: string };
  const store = await owner.store({ locale: "de" });
  const mug = await owner.product(store, { title: "Wanderbecher", stock: 5 });
  const email = `${unique("liegen")}@example.com`;

  const desk = await browser.newContext({ reducedMotion: "reduce" });
  const page = await desk.newPage();
  await page.goto(`${shop(store.slug)}/products/${mug.slug}`);
  await page.getByRole("button", { name: "In den Warenkorb" }).first().click();
  await expect(page.getByRole("dialog", { name: /Ihr Warenkorb/ })).toBeVisible();
  await page.goto(`${shop(store.slug)}/checkout`);
  await page.getByRole("checkbox", { name: /darf mir zu Angeboten schreiben/ }).check();
  await page.getByLabel("E-Mail").fill(email);
  await page.getByLabel("Vor- und Nachname").fill("Lina Liegen");
  await page.getByLabel("Straße und Hausnummer").fill("Hauptstraße 1");
  await page.getByLabel("Postleitzahl").fill("01099");
  await page.getByLabel("Ort").fill("Dresden");
  await page.getByRole("button", { name: /^Jetzt kaufen/ }).click();
  await page.waitForURL(/\/mock-pay\//);

  const kept = (await desk.cookies()).find(
    (one) => one.name.includes("ecomm_cart_") && one.httpOnly,
  );
  const cart = kept?.value.split("~")[0] ?? "";
  const left = spawnSync(
    path.join(root, ".venv/bin/python"),
    ["-m", "e2e.idle", me.tenant_id, store.id, cart],
    { cwd: root, encoding: "utf8" },
  );
  expect(left.status, left.stderr).toBe(0);

  let link = "";
  const look = async () => {
    const asked = `${api}/mailbox/messages.json?to=${encodeURIComponent(email)}&limit=5`;
    const text = await (await fetch(asked)).text();
    link = /https?:\/\/[^"\s\\]*\/cart\/recover\?token=[\w-]+/.exec(text)?.[0] ?? "";
    // In the shop's language.
    return link !== "" && text.includes("Sie haben etwas liegen lassen");
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(true);

  // On a phone, where nothing is in the bag.
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    reducedMotion: "reduce",
  });
  const other = await phone.newPage();
  await other.goto(link);
  await expect(other.getByText("Wanderbecher").first()).toBeVisible();
  await expect(other.getByRole("link", { name: /Zur Kasse/ }).first()).toBeVisible();
  await other.goto(`${link.slice(0, -6)}xxxxxx`);
  await expect(other.getByRole("heading", { name: "Dieser Link gilt nicht mehr" })).toBeVisible();
  await desk.close();
  await phone.close();
});
