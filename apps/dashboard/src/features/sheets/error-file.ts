import type { SheetResult } from "@/api/selling";

const FORMULA = /^[ \n]*[=+\-@\t\r]/;

/** A cell as CSV: quoted, and never a formula to a spreadsheet, as the API's own files. */
function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** What is wrong with a file as a CSV: row, column, reason. Begins with a BOM, for spreadsheets. */
export function errorCsv(problems: SheetResult["problems"]): string {
  const rows = problems.map(({ row, column, reason }) =>
    [String(row), cell(column ?? ""), cell(reason)].join(","),
  );
  return `\ufeff${["row,column,reason", ...rows].join("\r\n")}\r\n`;
}
