"use client";

import { isApiError } from "@ecomm/api-client";
import { useTexts } from "@ecomm/ui/i18n";
import { Notice } from "@ecomm/ui/states";
import { channelsTexts } from "./texts";

const KNOWN = ["credentials_refused", "channel_declined", "channel_connected"] as const;
type Trouble = (typeof KNOWN)[number] | "silent" | "network" | "unknown";

/** What went wrong between a shop and us, by who can mend it. */
export function channelTrouble(error: unknown): Trouble {
  if (!isApiError(error)) return "unknown";
  if (error.status === 0) return "network";
  if (error.status === 503 || error.status === 504) return "silent";
  return KNOWN.find((code) => code === error.code) ?? "unknown";
}

/** The same above a form, with the shop's own words where it gave some, and what helps. */
export function TroubleNotice({ error }: { error: unknown }) {
  const t = useTexts(channelsTexts);
  if (!error) return null;
  const trouble = channelTrouble(error);
  const spoke = trouble === "credentials_refused" || trouble === "channel_declined";
  const words =
    spoke && isApiError(error) ? error.details.find((one) => one.message)?.message : undefined;
  return (
    <Notice tone="danger" title={t(`t_${trouble}`)}>
      {words ? <p className="wrap-anywhere">{t("note_said", { words })}</p> : null}
      <p>{t(`t_${trouble}_fix`)}</p>
    </Notice>
  );
}
