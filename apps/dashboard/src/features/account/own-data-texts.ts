import { createCatalogue } from "@ecomm/ui/catalogue";

/** One's own data and the end of one's account. */
export const ownDataTexts = createCatalogue({
  title: "Your data",
  copy: "A copy of everything",
  copy_note:
    "Account, log-ins, keys you made, what you did and what you were told, in every business you belong to: one file that a machine can read. Passwords, keys and codes are not in it.",
  copy_do: "Make a copy",
  copy_begun: "The copy is being written",
  requests: "Your copies",
  kind_export: "Copy",
  kind_erase: "Deletion",
  download: "Download",
  until: "until {when}",
  receipt: "Receipt",
  asked: "Asked {when}",
  leave: "Delete your account",
  leave_note: "At once and for good. You see first what it means for each business you are in.",
  leave_do: "Delete account…",
  dialog_title: "Delete your account?",
  dialog_body:
    "Every log-in ends, and your name and address are taken out of what is kept. It begins at once and cannot be taken back.",
  businesses: "What it means",
  goes_on: "Goes on without you.",
  closes:
    "Closes, because nobody else owns it{stores, plural, =0 {.} one {: its store goes off the air.} other {: its # stores go off the air.}} Orders and invoices stay for as long as the law asks.",
  keys: "{count, plural, one {An API key you made stops working.} other {# API keys you made stop working.}}",
  way_team:
    "{count, plural, one {One other person works} other {# other people work}} here. Make somebody else the owner, or take them out of the team.",
  way_orders:
    "{count, plural, one {One order is} other {# orders are}} under way. Ship, cancel or refund first, or make somebody else the owner.",
  way_subscription: "Its plan is paid again. Cancel the plan first.",
  to_team: "Open the team",
  to_orders: "Open your stores",
  to_subscription: "Open billing",
  elsewhere: "Switch to {name} to do this.",
  blocked: "Some things have to be dealt with before your account can go.",
  close_too: "Close {names} as well",
  close_too_help: "Shoppers find nothing there any more.",
  close_too_missing: "Tick this to go on, or make somebody else the owner first",
  password: "Your password",
  code: "Code from the app, or a recovery code",
  delete: "Delete my account",
});
