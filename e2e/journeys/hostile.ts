/**
 * Words that want to run, and what sees whether they do. Two oracles: with the policy in force a
 * violation is an attempt; with the policy switched off nothing may run all the same.
 */
import type { Page } from "@playwright/test";

export const RUN = "window.__ran=1";

/** For names of up to 60 characters. */
export const WORDS = [
  `<script>${RUN}</script>`,
  `"><img src=x onerror=${RUN}>`,
  `</script><svg onload=${RUN}>`,
  "javascript:window.__ran=1//",
  "</title><base href=//e.example>",
];

/** Where markup is allowed, and where long texts are. */
export const MARKUP = [
  ...WORDS,
  `<p onclick="${RUN}" style="background:url(javascript:${RUN})">a</p>`,
  `<a href="javascript:${RUN}">b</a><a href="java\tscript:${RUN}">c</a>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object><embed src="javascript:${RUN}">`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<form action="javascript:${RUN}"><button>e</button></form>`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<template><script>${RUN}</script></template><details open ontoggle="${RUN}">f</details>`,
].join("\n");

/** An address whose every line wants to run. */
export const HOSTILE_ADDRESS = {
  name: WORDS[1] as string,
  line1: WORDS[2] as string,
  line2: WORDS[0] as string,
  city: WORDS[1] as string,
  postal_code: "01099",
  country: "DE",
};

/** Writes down what the policy stops, from the next page on. */
export async function watch(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { __violations: seen });
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}

/** What ran, and what was stopped, on the page as it stands. */
export const findings = (page: Page) =>
  page.evaluate(() => {
    const seen = window as unknown as { __ran?: number; __violations: string[] };
    return { ran: seen.__ran ?? 0, violations: seen.__violations };
  });

export const QUIET = { ran: 0, violations: [] };

/** Planted: a picture with a handler, as it would be if one of the words above had got through. */
export async function plant(page: Page): Promise<void> {
  await page.evaluate((code) => {
    document.body.insertAdjacentHTML("beforeend", `<img src=x onerror="${code}">`);
  }, RUN);
}
