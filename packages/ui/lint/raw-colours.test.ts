import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const here = import.meta.dirname;
const biome = resolve(here, "../../../node_modules/@biomejs/biome/bin/biome");
let folder: string;

interface Diagnostic {
  category: string;
  severity: string;
  location: { start: { line: number } };
}

/** Lines that Biome reports for a planted file, with our two plugins and no other rule. */
function reported(file: string): number[] {
  const run = spawnSync(process.execPath, [biome, "lint", "--reporter=json", file], {
    cwd: folder,
    encoding: "utf8",
  });
  const report = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  const found = report.diagnostics.filter((entry) => entry.category === "plugin");
  expect(found.every((entry) => entry.severity === "error")).toBe(true);
  expect(run.status).toBe(found.length > 0 ? 1 : 0);
  return [...new Set(found.map((entry) => entry.location.start.line))].sort((a, b) => a - b);
}

function marked(file: string): number[] {
  const lines = readFileSync(join(here, "fixtures", file), "utf8").split("\n");
  return lines.flatMap((line, index) => (/\bRAW\b/.test(line) ? [index + 1] : []));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "raw-colours-"));
  cpSync(join(here, "fixtures"), folder, { recursive: true });
  const plugins = ["raw-colours.grit", "raw-colours-css.grit"].map((name) => join(here, name));
  writeFileSync(
    join(folder, "biome.json"),
    JSON.stringify({ plugins, linter: { rules: { preset: "none" } } }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(["planted.tsx", "planted.css"])("reports exactly the planted raw colours of %s", (file) => {
  expect(marked(file).length).toBeGreaterThan(2);
  expect(reported(file)).toEqual(marked(file));
});

it("is switched on for the repository, with only the token files left out", () => {
  const root = JSON.parse(readFileSync(resolve(here, "../../../biome.json"), "utf8")) as {
    plugins: { path: string; includes: string[] }[];
  };
  expect(root.plugins.map((plugin) => plugin.path)).toEqual([
    "./packages/ui/lint/raw-colours.grit",
    "./packages/ui/lint/raw-colours-css.grit",
  ]);
  const spared = root.plugins.flatMap((plugin) => plugin.includes.filter((p) => p.startsWith("!")));
  for (const pattern of spared) expect(pattern).toMatch(/test|e2e|tokens|pictures/);
});
