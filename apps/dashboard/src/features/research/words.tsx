"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatShare } from "@ecomm/ui/lib/numbers";
import { Badge, type Glyph, Status, type Tone } from "@ecomm/ui/status";
import Link from "next/link";
import type { Find } from "@/api/research";
import { GoodsStatus } from "@/features/import-review/status";
import { useStore } from "@/features/stores/store-context";
import { researchTexts } from "./texts";

const LOOKS: Record<Find["state"], { glyph: Glyph; tone: Tone }> = {
  new: { glyph: "circle", tone: "idle" },
  watched: { glyph: "circle-half", tone: "accent" },
  dismissed: { glyph: "blocked", tone: "idle" },
  imported: { glyph: "cross", tone: "idle" },
};

/** What was decided of a find; one that is in an import says how far that is, and leads there. */
export function FindState({ find }: { find: Pick<Find, "state" | "goods_import"> }) {
  const t = useTexts(researchTexts);
  const store = useStore();
  if (find.goods_import) {
    return (
      <Link
        href={`/stores/${store.id}/import-review/${find.goods_import.id}`}
        className="rounded-xs hover:text-accent"
      >
        <GoodsStatus state={find.goods_import.state} />
      </Link>
    );
  }
  const words = find.state === "imported" ? t("state_import_gone") : t(`state_${find.state}`);
  return <Status {...LOOKS[find.state]}>{words}</Status>;
}

/** The score, and whether it may be acted upon without a look. */
export function FindScore({ find }: { find: Pick<Find, "score" | "strong"> }) {
  const t = useTexts(researchTexts);
  if (find.score === null) return <span className="text-subtle">{t("no_score")}</span>;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <b className="num text-16 font-semibold">{find.score}</b>
      {find.strong ? (
        <span title={t("strong_why")}>
          <Badge tone="success">{t("strong")}</Badge>
        </span>
      ) : null}
    </span>
  );
}

/** What it would be sold for, and what of that is known to be its cost. */
export function FindPrice({ find }: { find: Pick<Find, "quote"> }) {
  const t = useTexts(researchTexts);
  const { price, landed, cost, problem } = find.quote;
  const note = landed
    ? t("landed", { cost: formatMoney(landed, t.locale) })
    : cost && price
      ? t("cost", { cost: formatMoney(cost, t.locale) })
      : null;
  return (
    <span className="grid justify-items-end" title={price && !landed ? t("not_read") : undefined}>
      {price ? (
        <span className="num whitespace-nowrap">
          {landed ? "" : "≈ "}
          {formatMoney(price, t.locale)}
        </span>
      ) : (
        <span className="text-subtle" title={problem ? t(problemKey(problem)) : undefined}>
          {t("no_price")}
        </span>
      )}
      {note ? <span className="num text-12 whitespace-nowrap text-subtle">{note}</span> : null}
    </span>
  );
}

const PROBLEMS = ["cost", "lane", "rate", "no_price"] as const;

/** Why a price rule made no price, as a text's name. */
export function problemKey(problem: string) {
  const known = PROBLEMS.find((one) => one === problem) ?? "no_price";
  return `problem_${known}` as const;
}

/** The margin of the price without tax. */
export function FindMargin({ find }: { find: Pick<Find, "quote"> }) {
  const t = useTexts(researchTexts);
  const { margin_ppm: margin, landed } = find.quote;
  if (margin === null) return <span className="text-subtle">–</span>;
  return (
    <span className="num whitespace-nowrap">
      {landed ? "" : "≈ "}
      {formatShare(margin, t.locale)}
    </span>
  );
}
