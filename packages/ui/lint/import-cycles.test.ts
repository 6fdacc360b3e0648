import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
let folder: string;

const files = {
  "one.ts": 'import { two } from "./two";\n\nexport const one = (): number => two;\n',
  "two.ts": 'import type { one } from "./one";\n\nexport const two: ReturnType<typeof one> = 2;\n',
  "three.ts": 'import { two } from "./two";\n\nexport const three = two;\n',
};

interface Diagnostic {
  category: string;
  severity: string;
  location: { path: string };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-cycles-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const settings = JSON.parse(readFileSync(join(root, "biome.json"), "utf8")) as {
    linter: { rules: { suspicious: Record<string, unknown> } };
  };
  const { noImportCycles } = settings.linter.rules.suspicious;
  writeFileSync(
    join(folder, "biome.json"),
    JSON.stringify({ linter: { rules: { preset: "none", suspicious: { noImportCycles } } } }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the repository's rule reports every file of a circle, imports for types included", () => {
  const run = spawnSync(process.execPath, [biome, "lint", "--reporter=json", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  const report = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  expect(report.diagnostics.map((entry) => entry.category)).toEqual(
    Array(2).fill("lint/suspicious/noImportCycles"),
  );
  expect(report.diagnostics.every((entry) => entry.severity === "error")).toBe(true);
  expect(report.diagnostics.map((entry) => entry.location.path).sort()).toEqual([
    "one.ts",
    "two.ts",
  ]);
  expect(run.status).toBe(1);
});
