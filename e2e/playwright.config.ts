import { defineConfig } from "@playwright/test";

/**
 * What measures the platform, counts what passes between its parts, or looks at pages that everybody
 * writes to: these have it to themselves, after the others.
 */
const ALONE = [
  "**/dashboard/weight.spec.ts",
  "**/storefront/bad-days.spec.ts",
  "**/storefront/cache.spec.ts",
  "**/storefront/memory.spec.ts",
];

/** Journeys run against a platform that `python -m tools.e2e` started; it gives the addresses. */
export default defineConfig({
  testDir: "./journeys",
  outputDir: "./test-results",
  // Two cores carry the platform and two browsers: one waits while the other draws.
  workers: 2,
  projects: [
    { name: "together", testIgnore: ALONE },
    { name: "alone", testMatch: ALONE, workers: 1 },
  ],
  fullyParallel: false,
  forbidOnly: true,
  // Where nobody looks on, a journey that a bad moment of the machine broke is walked once more, and
  // listed as flaky; at an engineer's desk the first failure stands.
  retries: process.env.CI ? 1 : 0,
  // What is waited for comes in a second or two; a machine that is ten times as slow is no failure.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    headless: true,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    // What the page was at each step is kept; a film of it costs a quarter of what the page does.
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
