import { expect, it } from "vitest";
import { parsePercent, percentText } from "../src/features/settings/percent";

it.each<[string, number | null]>([
  ["19", 190_000],
  ["8.25", 82_500],
  ["8,25 %", 82_500],
  ["10.1234", 101_234],
  ["0", 0],
  ["100", 1_000_000],
  ["100.0001", null],
  ["10.12345", null],
  ["-1", null],
  ["", null],
  ["abc", null],
])("reads %j as %j", (text, ppm) => {
  expect(parsePercent(text)).toBe(ppm);
});

it.each([
  [190_000, "19"],
  [82_500, "8.25"],
  [101_234, "10.1234"],
  [0, "0"],
  [50, "0.005"],
])("writes %d as %s", (ppm, text) => {
  expect(percentText(ppm)).toBe(text);
  expect(parsePercent(text)).toBe(ppm);
});
