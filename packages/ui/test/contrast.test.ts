import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../src/styles/tokens.css", import.meta.url), "utf8");

type Rgb = [number, number, number];

function channel(value: number): number {
  const c = value / 255;
  return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2.2 relative luminance. */
const luminance = ([r, g, b]: Rgb) =>
  0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);

function contrast(a: Rgb, b: Rgb): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}

function token(name: string, theme: "light" | "dark"): Rgb {
  const found = new RegExp(`--${name}:\\s*([^;]+);`).exec(css)?.[1];
  if (!found) throw new Error(`No token ${name}`);
  const pair = /^light-dark\((.+),\s*(.+)\)$/.exec(found);
  const value = pair ? pair[theme === "light" ? 1 : 2] : found;
  const hex = /^#([0-9a-f]{6})$/.exec(value?.trim() ?? "")?.[1];
  if (!hex) throw new Error(`${name} is not a solid colour: ${value}`);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

const SURFACES = ["background", "surface", "raised", "sunken", "hover", "selected"];
const MEANINGS = ["accent", "success", "warning", "danger", "info"];

const TEXT: [string, string][] = [
  ...SURFACES.flatMap((s): [string, string][] => [
    ["text", s],
    ["text-muted", s],
    ["text-subtle", s],
  ]),
  ...["surface", "raised", "sunken"].flatMap((s) => MEANINGS.map((m): [string, string] => [m, s])),
  ...MEANINGS.map((m): [string, string] => [`on-${m}`, m]),
  ...MEANINGS.map((m): [string, string] => [`on-${m}-soft`, `${m}-soft`]),
  ["on-accent", "accent-hover"],
  ["on-inverse", "inverse"],
  ["inverse-warning", "inverse"],
  ["inverse-danger", "inverse"],
  ["on-pic-label", "pic-label"],
  ["pic-label-muted", "pic-label"],
  ["on-pic-warning", "pic-warning"],
];

const LINES: [string, string][] = SURFACES.flatMap((s): [string, string][] => [
  ["border-strong", s],
  ["focus", s],
  ["chart-1", s],
]);

describe.each(["light", "dark"] as const)("%s theme", (theme) => {
  it.each(TEXT)("%s on %s passes 4.5:1", (text, ground) => {
    expect(contrast(token(text, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(LINES)("%s on %s passes 3:1", (line, ground) => {
    expect(contrast(token(line, theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
