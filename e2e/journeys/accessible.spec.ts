import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { dashboard, shop } from "./support";

const publicPages = [
  `${dashboard}/login`,
  `${dashboard}/register`,
  `${shop("demo")}/`,
  `${shop("demo")}/products`,
  `${shop("demo")}/products/heron-gooseneck-kettle`,
  `${shop("demo")}/cart`,
  `${shop("demo")}/nothing-here`,
];

for (const scheme of ["light", "dark"] as const) {
  for (const address of publicPages) {
    test(`axe finds nothing on ${new URL(address).host}${new URL(address).pathname}, ${scheme}`, async ({
      browser,
    }) => {
      const context = await browser.newContext({ colorScheme: scheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((found) => `${found.id}: ${found.nodes[0]?.html}`)).toEqual([]);
      await context.close();
    });
  }
}

test("a demo merchant's pages pass axe", async ({ page }) => {
  await page.goto(`${dashboard}/login`);
  await page.getByLabel("E-mail").fill("demo@ecomm.example");
  await page.getByLabel("Password", { exact: true }).fill("demo demo demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page
    .getByRole("link", { name: /Kettle/ })
    .first()
    .click();
  await page.waitForURL(/stores\/[0-9a-f-]{36}/);
  const base = page.url();
  for (const path of ["", "/products", "/orders", "/settings", "/imports", "/inventory"]) {
    await page.goto(`${base}${path}`);
    await page.waitForLoadState("networkidle");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((found) => `${path} ${found.id}: ${found.nodes[0]?.html}`)).toEqual([]);
  }
});
