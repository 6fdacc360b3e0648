import { useTexts } from "@ecomm/ui/i18n";
import { Status } from "@ecomm/ui/status";
import type { DataRequest } from "@/api/privacy";
import { privacyTexts } from "./texts";

const LOOKS = {
  queued: { tone: "info", glyph: "circle-half" },
  waiting: { tone: "warning", glyph: "circle" },
  done: { tone: "success", glyph: "circle-full" },
  failed: { tone: "danger", glyph: "cross" },
} as const;

/** Where a request stands. */
export function RequestState({ request }: { request: Pick<DataRequest, "state"> }) {
  const t = useTexts(privacyTexts);
  const { tone, glyph } = LOOKS[request.state];
  return (
    <Status tone={tone} glyph={glyph}>
      {t(`state_${request.state}`)}
    </Status>
  );
}
