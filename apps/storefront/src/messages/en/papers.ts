/** The invoice, as a buyer reads of it. English. */

export const papers = {
  title: "Invoice",
  text: "With credit notes for what was refunded, as a PDF.",
  download: "Download the invoice",
  notYet: "This shop cannot issue invoices online yet. Ask it for yours.",
  lost: "That did not arrive. Try again.",
} as const;
