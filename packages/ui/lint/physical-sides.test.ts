import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const rooms = ["packages/ui/src", "apps/dashboard/src", "apps/storefront/src"];

/**
 * Tailwind classes that name a side of the screen. `start` and `end` follow the direction of the
 * language; `left` and `right` do not, and a right-to-left shop falls apart.
 */
const physical =
  /(?<![\w-])-?(?:(?:m|p|scroll-m|scroll-p)[lr]-[\w[(]|(?:left|right)-[\w[(]|text-(?:left|right)\b|border-[lr](?![a-z])|rounded-(?:[lr]|[tb][lr])(?![a-z])|float-(?:left|right)\b|clear-(?:left|right)\b)/;

const quoted = /"[^"\n]*"|`[^`]*`/g;

/** Physical classes in the strings of a source text. */
function found(source: string): string[] {
  const strings = source.replaceAll(/^\s*import .*$/gm, "").match(quoted) ?? [];
  return strings.flatMap((text) => physical.exec(text)?.[0] ?? []);
}

it.each([
  'className="ml-2"',
  'className="md:-mr-4"',
  'cn("ps-2", open && "pl-[3px]")',
  "`absolute right-0`",
  'className="text-left"',
  'className="border-r-2 p-4"',
  'className="rounded-tl-lg"',
  'className="hover:float-right"',
])("sees %s", (planted) => {
  expect(found(planted)).toHaveLength(1);
});

it.each([
  'className="ms-2 pe-4 start-0 text-end border-s rounded-es-md inset-inline-0"',
  'className="border-red rounded-lg rounded-sm pr mb-2 outline-right"',
  'const side = "left"',
])("lets %s be", (fine) => {
  expect(found(fine)).toEqual([]);
});

it("finds none in what is drawn", () => {
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".gen.ts"))
      .map((name) => join(root, room, name)),
  );
  expect(files.length).toBeGreaterThan(150);
  const offenders = files.flatMap((file) =>
    found(readFileSync(file, "utf8")).map((text) => `${relative(root, file)}: ${text}`),
  );
  expect(offenders).toEqual([]);
});
