/**
 * Playwright's `test`, whose pages are ready when `goto` returns: React answers presses and keys. A
 * page that the server drew looks the same before that, and what is pressed too early is lost.
 */
import { type Browser, type BrowserContext, test as base, type Page } from "@playwright/test";

/** Waits until React has taken over, where the page has any of our scripts. */
async function taken(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('script[src*="/_next/"]') === null ||
      Object.keys(document).some((key) => key.startsWith("__reactContainer$")),
    undefined,
    { polling: 50, timeout: 60_000 },
  );
}

function patient(page: Page): Page {
  const { goto, reload } = page;
  page.goto = async (...asked) => {
    const reply = await goto.apply(page, asked);
    await taken(page);
    return reply;
  };
  page.reload = async (...asked) => {
    const reply = await reload.apply(page, asked);
    await taken(page);
    return reply;
  };
  return page;
}

function patientPages(context: BrowserContext): BrowserContext {
  const { newPage } = context;
  context.newPage = async () => patient(await newPage.apply(context));
  return context;
}

export const test = base.extend<object, { browser: Browser }>({
  browser: [
    async ({ browser }, use) => {
      const { newContext } = browser;
      browser.newContext = async (options) => {
        const context = await newContext.call(browser, options);
        return options?.javaScriptEnabled === false ? context : patientPages(context);
      };
      await use(browser);
      browser.newContext = newContext;
    },
    { scope: "worker" },
  ],
});
