/** Italian: see en/recent.ts. */

import type { recent as recentEn } from "../en/recent";
import type { Translated } from "../spell";

export const recent: Translated<typeof recentEn> = {
  title: "Visti di recente",
};
