"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, MissingFigure } from "@ecomm/ui/key-figure";
import { formatMoney, moneyParts } from "@ecomm/ui/lib/money";
import { formatNumber, formatPercent } from "@ecomm/ui/lib/numbers";
import type { ReactNode } from "react";
import type { Figure, Share } from "@/api/analytics";
import { analyticsTexts } from "./texts";

const PPM = 1_000_000;

/** An amount beside the days before. */
export function MoneyFigure({
  label,
  figure,
  currency,
  note,
}: {
  label: ReactNode;
  figure: Figure;
  currency: string;
  note?: ReactNode;
}) {
  const t = useTexts(analyticsTexts);
  const { major, minor, end } = moneyParts({ amount: figure.value, currency }, t.locale);
  return (
    <KeyFigure
      locale={t.locale}
      label={label}
      major={major}
      minor={minor + end}
      now={figure.value}
      {...(figure.previous === null || figure.previous < 0
        ? {}
        : {
            before: figure.previous,
            beforeText: t("from", {
              value: formatMoney({ amount: figure.previous, currency }, t.locale),
            }),
          })}
      note={note ?? (figure.previous === null ? t("no_compare") : null)}
    />
  );
}

/** A number beside the days before. */
export function CountFigure({
  label,
  figure,
  note,
}: {
  label: ReactNode;
  figure: Figure;
  note?: ReactNode;
}) {
  const t = useTexts(analyticsTexts);
  return (
    <KeyFigure
      locale={t.locale}
      label={label}
      major={formatNumber(figure.value, t.locale)}
      now={figure.value}
      {...(figure.previous === null
        ? {}
        : {
            before: figure.previous,
            beforeText: t("from", { value: formatNumber(figure.previous, t.locale) }),
          })}
      note={note ?? (figure.previous === null ? t("no_compare") : null)}
    />
  );
}

/** A share; of nothing there is none, which is not zero. */
export function ShareFigure({
  label,
  share,
  none,
  note,
}: {
  label: ReactNode;
  share: Share;
  none: string;
  note: string;
}) {
  const t = useTexts(analyticsTexts);
  if (share.value === null) return <MissingFigure label={label} value={none} note={note} />;
  return (
    <KeyFigure
      locale={t.locale}
      label={label}
      major={formatPercent(share.value / PPM, t.locale)}
      now={share.value}
      {...(share.previous === null
        ? {}
        : {
            before: share.previous,
            beforeText: t("from", { value: formatPercent(share.previous / PPM, t.locale) }),
          })}
      note={note}
    />
  );
}
