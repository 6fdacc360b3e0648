import type { Translator } from "@ecomm/ui/i18n";
import type { mailsTexts } from "./texts";

type Texts = Translator<(typeof mailsTexts)["messages"]>;

/** What a mail is called; kinds of a later release go by their own name. */
export const mailName = (kind: string, t: Texts): string =>
  t.has(kind) ? t(kind as "welcome") : kind;

/** When a mail is sent. */
export const mailWhen = (kind: string, t: Texts): string =>
  t.has(`${kind}_when`) ? t(`${kind}_when` as "welcome_when") : "";
