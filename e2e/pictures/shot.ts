import path from "node:path";
import { expect, type Page } from "@playwright/test";

const folder = process.env.PICTURES ?? "test-results";

/** Keeps a picture of the page once it has all it shows. */
export async function shot(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
