/** A merchant makes the shop's site: a page, a line in its menu, a redirect, a domain of its own. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api, shop } from "../support";
import { desk } from "./desk";

test("a page, the menu to it, a redirect, a domain", async ({ browser }) => {
  const { page, store, at, call, close } = await desk(browser);

  // The first pages are there as soon as the store is set up.
  await expect
    .poll(
      async () =>
        (await call<{ setup: { done: number } }>("GET", `/v1/stores/${store.id}`)).setup.done,
    )
    .toBe(8);
  await page.goto(at("/pages"));
  await expect(page.getByRole("link", { name: /Privacy/ })).toBeVisible();
  await axe(page);

  await page.getByRole("link", { name: "New page" }).click();
  await page.getByLabel("Title", { exact: true }).first().fill("Our workshop");
  await page.getByRole("textbox", { name: "Text" }).fill("We mend what we sell.");
  await page.getByRole("switch", { name: "Published" }).click();
  await axe(page);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page).toHaveURL(/\/pages\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: /Our workshop/ })).toBeVisible();

  await page.goto(at("/navigation"));
  const header = page.getByRole("region", { name: "Main menu" });
  await header.getByRole("button", { name: "Add a line" }).click();
  await page.getByLabel("Words").fill("Workshop");
  await page.getByRole("combobox", { name: "Which one" }).click();
  await page.getByRole("option", { name: "Our workshop" }).click();
  await axe(page);
  await page.getByRole("button", { name: "Done" }).click();
  await header.getByRole("button", { name: "Save menu" }).click();
  await expect(header.getByRole("button", { name: "Save menu" })).toBeHidden();
  await axe(page);

  await page.goto(at("/redirects"));
  await page.getByRole("button", { name: "New redirect" }).first().click();
  await page.getByLabel("From").fill("/studio");
  await page.getByLabel("To", { exact: true }).fill("/pages/our-workshop");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("/pages/our-workshop")).toBeVisible();
  await axe(page);

  await page.goto(at("/domains"));
  await page.getByRole("button", { name: "Add a domain" }).first().click();
  await page.getByLabel("Domain", { exact: true }).fill(`shop.${store.slug}.example`);
  await page.getByRole("dialog").getByRole("button", { name: "Add a domain" }).click();
  await expect(page.getByText(`_ecomm-challenge.shop.${store.slug}.example`)).toBeVisible();
  await axe(page);

  // Shoppers see all of it.
  const open = `${api}/api/v1/public/stores/${store.slug}`;
  const { data } = await (await fetch(open)).json();
  expect(data.menus.header).toEqual([
    { label: "Workshop", href: "/pages/our-workshop", items: [] },
  ]);
  await page.goto(`${shop(store.slug)}/studio`);
  await expect(page).toHaveURL(/\/pages\/our-workshop$/);
  await expect(page.getByText("We mend what we sell.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Workshop" }).first()).toBeVisible();
  await axe(page);
  await close();
});
