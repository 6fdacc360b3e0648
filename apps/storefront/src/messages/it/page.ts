/** Italian: see en/page.ts. */

import type { page as pageEn } from "../en/page";
import type { Translated } from "../spell";

export const page: Translated<typeof pageEn> = {
  otherPolicies: "Altre condizioni",
};
