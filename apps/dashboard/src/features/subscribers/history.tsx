"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { StatusGlyph } from "@ecomm/ui/status";
import type { SubscriberDetail } from "@/api/subscribers";
import { useStore } from "@/features/stores/store-context";
import { useSource } from "./status";
import { subscribersTexts } from "./texts";

type Consent = SubscriberDetail["consents"][number];

/** Which words tell of a line of the ledger. */
export function wordsFor(line: Consent) {
  if (line.text_version === "undo-1") return "said_undo";
  if (line.purpose === "marketing_ask") return "said_ask";
  if (line.granted) {
    if (line.source === "import" && line.confirmed_at !== null) return "said_yes_imported";
    return line.confirmed_at === null ? "said_yes" : "said_yes_proven";
  }
  if (line.text_version === "bounce") return "said_no_bounce";
  if (line.text_version === "complaint") return "said_no_complaint";
  return line.source === "merchant" ? "said_no_merchant" : "said_no";
}

/** Everything an address said, the latest first, with what proves it. */
export function History({ consents }: { consents: readonly Consent[] }) {
  const t = useTexts(subscribersTexts);
  if (consents.length === 0) return null;
  return (
    <section className="grid gap-3" aria-label={t("history")}>
      <div>
        <h2 className="text-14 font-semibold">{t("history")}</h2>
        <p className="text-12 text-subtle">{t("history_note")}</p>
      </div>
      <ol className="grid gap-4">
        {consents.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line }: { line: Consent }) {
  const t = useTexts(subscribersTexts);
  const store = useStore();
  const source = useSource();
  const at = (moment: string) => formatDate(moment, "full", t.locale, store.timezone);
  const imported = line.source === "import";
  const facts: [string, string | null][] = [
    [t(imported ? "place" : "words"), line.words],
    [t("version"), imported ? null : line.text_version],
    [t("language"), line.locale],
    [t("network"), line.ip],
    [t("browser"), line.user_agent],
  ];
  const tone = line.granted ? (line.confirmed_at === null ? "info" : "success") : "idle";
  const glyph = line.granted
    ? line.confirmed_at === null
      ? "circle-half"
      : "circle-full"
    : "circle-back";
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-13">
      <span className="pt-0.5">
        <StatusGlyph glyph={glyph} tone={tone} />
      </span>
      <div className="grid gap-1.5">
        <div>
          <p className="font-medium">{t(wordsFor(line))}</p>
          <p className="text-12 text-subtle">
            <time dateTime={line.at}>{at(line.at)}</time> · {source(line.source)}
            {line.asked_at && line.asked_at !== line.at ? (
              <> · {t("asked_then", { date: at(line.asked_at) })}</>
            ) : null}
          </p>
        </div>
        <dl className="grid gap-1 text-12">
          {facts.map(([label, value]) =>
            value === null ? null : (
              <div key={label} className="grid grid-cols-[96px_minmax(0,1fr)] gap-2">
                <dt className="text-subtle">{label}</dt>
                <dd className="wrap-anywhere text-muted">{value}</dd>
              </div>
            ),
          )}
        </dl>
      </div>
    </li>
  );
}
