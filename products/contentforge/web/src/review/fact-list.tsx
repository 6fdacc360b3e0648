"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { FlagIcon } from "./flag-icon";
import { reviewTexts } from "./texts";
import type { Fact } from "./types";

/** The numbered facts of a product; those that a draft uses say how often. */
export function FactList({
  facts,
  uses,
  contradicted,
  lit,
}: {
  facts: readonly Fact[];
  uses: ReadonlyMap<string, number>;
  contradicted: ReadonlySet<string>;
  /** The fact of the claim that is looked at. */
  lit: string | null;
}) {
  const t = useTexts(reviewTexts);
  return (
    <div className="r-facts">
      <h2>{t("facts")}</h2>
      <ol>
        {facts.map((fact) => {
          const clash = contradicted.has(fact.id);
          const count = uses.get(fact.id) ?? 0;
          const tone = clash ? "r-fact-clash" : lit === fact.id ? "r-fact-lit" : "";
          return (
            <li
              key={fact.id}
              data-fact={fact.id}
              className={`r-fact ${tone} ${count === 0 && !clash ? "r-fact-idle" : ""}`}
            >
              <span className="r-fact-id">{fact.id}</span>
              <span className="r-fact-label">{fact.label}</span>
              <span className="r-fact-value">{fact.value}</span>
              <span className="r-fact-uses">
                {clash ? (
                  <>
                    <FlagIcon />
                    <span className="r-said">{t("contradicted")}</span>
                  </>
                ) : count > 0 ? (
                  <>
                    <span aria-hidden="true">{t("uses", { count })}</span>
                    <span className="r-said">{t("uses_said", { count })}</span>
                  </>
                ) : (
                  t("unused")
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
