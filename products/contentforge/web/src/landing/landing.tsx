import { Questions } from "@ecomm/suite-kit/landing/skeleton";
import type { SitePageProps } from "@ecomm/suite-kit/product";
import { filled } from "../fields";
import { SAMPLE_FIELDS } from "../review/sample";
import { SampleReview } from "../review/sample-review";
import { reviewTexts } from "../review/texts";
import field from "./field.svg";
import { SiteFrame } from "./frame";
import { PriceSection } from "./prices";
import { landingTexts } from "./texts";

const LOCALE = "en";
const PROOFS = ["lock", "languages", "once"] as const;
const HEARS = [
  ["product.created", "created"],
  ["product.updated", "updated"],
  ["order.refunded", "refunded"],
  ["order.paid", "paid"],
] as const;
const QUESTIONS = ["claim", "wrong", "alone", "mine", "model", "self"] as const;

/** ContentForge to whoever has not seen it: the review itself within the first view. */
export default function Landing(props: SitePageProps) {
  const t = landingTexts.translator(LOCALE);
  const { base } = props;
  return (
    <SiteFrame {...props}>
      <section className="forge-hero">
        {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
        <img className="forge-field" src={field.src} width={760} height={470} alt="" />
        <div className="l-wrap">
          <h1>
            {t.rich("title", {
              sources: (
                <span className="forge-source">
                  <span>{t("sources")}</span>
                  <span className="forge-source-tag" aria-hidden="true">
                    F1
                  </span>
                </span>
              ),
            })}
          </h1>
          <div className="forge-row">
            <p className="forge-lede">{t("lede")}</p>
            <div>
              <div className="l-acts">
                <a className="l-btn l-btn-big" href={`${base}/register`}>
                  {t("try_big")}
                </a>
                <a className="l-btn l-btn-big l-btn-second" href="#price">
                  {t("see_pricing")}
                </a>
              </div>
              <p className="forge-fine">{t("fine")}</p>
            </div>
          </div>
          <section className="forge-window" aria-label={t("window")}>
            <SampleReview />
          </section>
        </div>
      </section>

      <section className="l-sec" aria-label={t("proofs")}>
        <div className="l-wrap">
          <ul className="forge-proofs">
            {PROOFS.map((proof) => (
              <li key={proof}>
                <span className="forge-big">{t(`proof_${proof}`)}</span>
                <span className="forge-unit">{t(`proof_${proof}_unit`)}</span>
                <h2>{t(`proof_${proof}_title`)}</h2>
                <p>{t(`proof_${proof}_body`)}</p>
              </li>
            ))}
          </ul>
        </div>
      </section>

      <section className="l-sec">
        <div className="l-wrap">
          <h2>{t("fields")}</h2>
          <p className="l-lede">{t("fields_lede")}</p>
          <Fields />
        </div>
      </section>

      <section className="l-sec" id="how">
        <div className="l-wrap forge-how">
          <div>
            <h2>{t("hears")}</h2>
            <ol className="forge-steps">
              {HEARS.map(([event, key]) => (
                <li key={event}>
                  <code>{event}</code>
                  <h3>{t(`hears_${key}`)}</h3>
                  <p>{t(`hears_${key}_body`)}</p>
                </li>
              ))}
            </ol>
          </div>
          <Sheet />
        </div>
      </section>

      <section className="l-sec" id="price">
        <div className="l-wrap">
          <PriceSection base={base} />
        </div>
      </section>

      <section className="l-sec" id="questions">
        <div className="l-wrap">
          <Questions
            title={t("faq")}
            items={QUESTIONS.map((key) => ({
              question: t(`q_${key}`),
              answer: t(`a_${key}`),
            }))}
          />
        </div>
      </section>
    </SiteFrame>
  );
}

/** The eight fields as blocks: how much of each limit the sample fills. */
function Fields() {
  const t = landingTexts.translator(LOCALE);
  const r = reviewTexts.translator(LOCALE);
  return (
    <ul className="forge-fields">
      {SAMPLE_FIELDS.map(({ key, lines }) => {
        const { used, most, unit } = filled(key, lines);
        return (
          <li key={key}>
            <span className={most === null ? "forge-bar forge-bar-open" : "forge-bar"}>
              {most === null ? null : <i style={{ inlineSize: `${(100 * used) / most}%` }} />}
            </span>
            <b>{r(`field_${key}`)}</b>
            <span className="l-num">
              {most === null
                ? t("letters", { used })
                : t(unit === "letters" ? "letters_of" : "lines_of", { used, most })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What one event sets off, in order. */
function Sheet() {
  const t = landingTexts.translator(LOCALE);
  return (
    <div className="forge-sheet">
      <h3>
        {t("sheet")} <span>{t("sheet_label")}</span>
      </h3>
      <ol>
        <li>{t.rich("sheet_1", { event: <b>product.updated</b> })}</li>
        <li>{t("sheet_2")}</li>
        <li>{t("sheet_3")}</li>
        <li>{t("sheet_4")}</li>
        <li>{t.rich("sheet_5", { two: <b>{t("sheet_5_two")}</b> })}</li>
        <li className="forge-hold">{t("sheet_6")}</li>
        <li>{t.rich("sheet_7", { benefits: <b>{t("sheet_7_benefits")}</b> })}</li>
      </ol>
      <p>{t("sheet_sum")}</p>
    </div>
  );
}
