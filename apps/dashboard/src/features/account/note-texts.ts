import { createCatalogue } from "@ecomm/ui/catalogue";

/** What every page may say of the account: apart, because every page loads it. */
export const accountNoteTexts = createCatalogue({
  banner: "Confirm your e-mail address: we sent a link to {email}.",
  banner_again: "Send it again",
  banner_sent: "Sent. Look for a mail from us to {email}.",
  gate_title: "Two-factor authentication comes first",
  gate_body: "{account} asks everybody for it. It takes a minute, and an app on your phone.",
  gate_action: "Set it up",
});
