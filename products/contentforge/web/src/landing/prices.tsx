import { Prices } from "@ecomm/suite-kit/landing/skeleton";
import { OFFERS, YEAR_IN_MONTHS } from "../plans";
import { landingTexts } from "./texts";

const LOCALE = "en";

/** What it costs alone, and what is included with the platform's plans. */
export function PriceSection({ base, level = 2 }: { base: string; level?: 1 | 2 }) {
  const t = landingTexts.translator(LOCALE);
  const dollars = new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency: "USD",
    maximumFractionDigits: 0,
  });
  const [sheet, catalogue, warehouse] = OFFERS;
  const includes = {
    sheet: [t("has_lock"), t("has_voice"), t("has_languages"), t("has_model")],
    catalogue: [
      t("everything", { plan: t("plan_sheet") }),
      t("has_bulk"),
      t("has_glossary"),
      t("has_tests"),
    ],
    warehouse: [t("everything", { plan: t("plan_catalogue") }), t("has_voices"), t("has_api")],
  };
  return (
    <Prices
      title={t("price")}
      level={level}
      billing={t("billing")}
      monthly={t("monthly")}
      yearly={t("yearly")}
      perMonth={t("per_month")}
      perYear={t("per_year")}
      tiers={OFFERS.map((offer) => ({
        key: offer.key,
        name: t(`plan_${offer.key}`),
        whom: t(`plan_${offer.key}_whom`),
        month: dollars.format(offer.month),
        year: dollars.format(offer.month * YEAR_IN_MONTHS),
        act: {
          href: `${base}/register?plan=${offer.key}`,
          label: t("start", { plan: t(`plan_${offer.key}`) }),
        },
        pick: offer.pick,
        includes: [
          <b key="products">{t("products_month", { count: offer.products })}</b>,
          ...includes[offer.key],
        ],
      }))}
    >
      <p className="l-incl">
        {t.rich("included", {
          already: <b>{t("included_already")}</b>,
          starter: sheet?.products ?? 0,
          growth: catalogue?.products ?? 0,
          pro: warehouse?.products ?? 0,
        })}
      </p>
    </Prices>
  );
}
