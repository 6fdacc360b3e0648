import type { Translator } from "@ecomm/ui/i18n";
import { z } from "zod";
import type { authTexts } from "./texts";

const SHORTEST = 12;

/** What a new password has to be, in words that count what is missing. */
export const newPassword = (t: Translator<(typeof authTexts)["messages"]>) =>
  z
    .string()
    .min(1, t("password_missing"))
    .max(128, t("password_long"))
    .superRefine((value, context) => {
      const missing = SHORTEST - [...value].length;
      if (value !== "" && missing > 0) {
        context.addIssue({ code: "custom", message: t("password_short", { missing }) });
      }
    });
