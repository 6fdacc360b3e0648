import { Questions } from "@ecomm/suite-kit/landing/skeleton";
import type { SitePageProps } from "@ecomm/suite-kit/product";
import { SiteFrame } from "./frame";
import { PriceSection } from "./prices";
import { landingTexts } from "./texts";

/** Prices, and the questions that are about them. */
export default function PricingPage(props: SitePageProps) {
  const t = landingTexts.translator("en");
  return (
    <SiteFrame {...props}>
      <section className="l-sec forge-pricing">
        <div className="l-wrap">
          <PriceSection base={props.base} level={1} />
        </div>
      </section>
      <section className="l-sec">
        <div className="l-wrap">
          <Questions
            title={t("faq")}
            items={[
              { question: t("q_model"), answer: t("a_model") },
              { question: t("q_alone"), answer: t("a_alone") },
              { question: t("q_self"), answer: t("a_self") },
            ]}
          />
        </div>
      </section>
    </SiteFrame>
  );
}
