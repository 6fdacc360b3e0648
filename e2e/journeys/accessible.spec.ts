/** The demo shop, which has pictures, prices and words in every place: axe finds nothing on it. */
import { axe, axeInBoth } from "./looking";
import { test } from "./platform";
import { shop } from "./support";

test("axe finds nothing in the demo shop, in light and dark", async ({ page }) => {
  for (const path of ["/", "/products", "/products/heron-gooseneck-kettle"]) {
    await page.goto(shop("demo") + path);
    await axeInBoth(page, path);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/", "/products/heron-gooseneck-kettle"]) {
    await page.goto(shop("demo") + path);
    await axe(page, `${path} on a phone`);
  }
});
