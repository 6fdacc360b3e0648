import { createCatalogue } from "@ecomm/ui/catalogue";

export const frameTexts = createCatalogue({
  signed_in_as: "Signed in as {email}",
  tenants: "Businesses",
  sign_out: "Sign out",
  pages: "Pages",
  actions: "Actions",
  palette: "Find a page or action",
  keys_do: "Do",
  keys_search: "Find a page or action",
  keys_help: "Show these keys",
  missing_title: "There is no such page",
  missing_body: "The address may be old, or have a letter too many.",
  missing_action: "To the first page",
  failed: "That did not work. Try again in a moment.",
});
