import { createCatalogue } from "@ecomm/ui/catalogue";

export const sheetTexts = createCatalogue({
  import: "Import CSV",
  export: "Export CSV",
  title: "Import {name}",
  choose: "CSV file",
  choose_help: "Begin with an export: it has the right columns. Nothing changes before you apply.",
  reading: "Reading the file…",
  summary: "{created, number} new, {updated, number} changed, {unchanged, number} as before.",
  problems: "{count, plural, one {One line is} other {# lines are}} not right. Nothing is taken.",
  save_problems: "Save them as CSV",
  applying: "Applying {count, plural, one {one change} other {# changes}}…",
  line: "Line {row, number}",
  apply: "Apply {count, plural, one {one change} other {# changes}}",
  nothing: "There is nothing to change",
  applied: "{count, plural, one {One change} other {# changes}} applied",
});
