/** The samples of the other journeys: one seed takes the same again, others take all in turn. */
import { expect, test } from "@playwright/test";
import { part } from "./sampling";

const ALL = Array.from({ length: 70 }, (_, number) => `page ${number}`);
const SEEDS = Array.from({ length: 60 }, (_, number) => String(number));

const { ECOMM_SEED, ECOMM_SAMPLE } = process.env;
test.beforeEach(() => {
  delete process.env.ECOMM_SAMPLE;
});
test.afterEach(() => {
  if (ECOMM_SEED !== undefined) process.env.ECOMM_SEED = ECOMM_SEED;
  if (ECOMM_SAMPLE !== undefined) process.env.ECOMM_SAMPLE = ECOMM_SAMPLE;
});

/** Fault it was seen to catch: a part drawn without the seed never takes most of the pages. */
test("every page is drawn by some seed, and by the same seed again", () => {
  const seen = new Set<string>();
  for (const seed of SEEDS) {
    process.env.ECOMM_SEED = seed;
    const taken = part(ALL, 6, "looks");
    expect(taken).toEqual(part(ALL, 6, "looks"));
    expect(taken).toHaveLength(12);
    expect(taken).toEqual(ALL.filter((page) => taken.includes(page)));
    for (const page of taken) seen.add(page);
  }
  expect([...seen].sort()).toEqual([...ALL].sort());
  expect(part(ALL, 6, "looks")).not.toEqual(part(ALL, 6, "another look"));
});

test("a part of little is not nothing, and all is all", () => {
  expect(part(["only"], 100, "looks")).toEqual(["only"]);
  process.env.ECOMM_SAMPLE = "all";
  expect(part(ALL, 6, "looks")).toEqual(ALL);
});
