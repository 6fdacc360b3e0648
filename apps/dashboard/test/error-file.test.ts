import { expect, it } from "vitest";
import { errorCsv } from "../src/features/sheets/error-file";

it("says row, column and reason, quoted, and is no formula to a spreadsheet", () => {
  const file = errorCsv([
    { row: 2, column: "sku", reason: 'There is no "K-1", sorry.' },
    { row: 14, column: null, reason: "=1+1" },
    { row: 15, column: "price", reason: "-5 is no price" },
  ]);
  expect(file.charCodeAt(0)).toBe(0xfeff);
  expect(file.slice(1).split("\r\n")).toEqual([
    "row,column,reason",
    '2,"sku","There is no ""K-1"", sorry."',
    `14,"","'=1+1"`,
    `15,"price","'-5 is no price"`,
    "",
  ]);
});
