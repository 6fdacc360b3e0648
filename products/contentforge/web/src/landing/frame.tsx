import { LandingFoot, LandingNav } from "@ecomm/suite-kit/landing/skeleton";
import type { SitePageProps } from "@ecomm/suite-kit/product";
import type { ReactNode } from "react";
import { Mark } from "../face/mark";
import { landingTexts } from "./texts";
import "./landing.css";

const LOCALE = "en";

/** Navigation and foot of what everybody may read. */
export function SiteFrame({ base, suiteHref, children }: SitePageProps & { children: ReactNode }) {
  const t = landingTexts.translator(LOCALE);
  const home = base || "/";
  const brand = (
    <>
      <Mark className="l-mark" />
      ContentForge
    </>
  );
  const how = { href: `${home}#how`, label: t("how") };
  const pricing = { href: `${base}/pricing`, label: t("pricing") };
  const questions = { href: `${home}#questions`, label: t("questions") };
  const suite = suiteHref ? [{ href: suiteHref, label: t("suite") }] : [];
  const signIn = { href: `${base}/login`, label: t("sign_in") };
  const register = { href: `${base}/register`, label: t("register") };
  return (
    <div className="forge">
      <LandingNav
        brand={brand}
        home={home}
        label={t("nav")}
        skip={t("skip")}
        links={[how, pricing, questions, ...suite]}
        signIn={signIn}
        act={{ href: register.href, label: t("try") }}
      />
      <main id="main">{children}</main>
      <LandingFoot
        brand={brand}
        home={home}
        note={t("foot_note")}
        columns={[
          { title: t("foot_product"), links: [how, pricing, questions] },
          {
            title: t("foot_account"),
            links: [signIn, register, { href: `${base}/forgot`, label: t("forgot") }],
          },
          ...(suiteHref
            ? [{ title: t("foot_suite"), links: [{ href: suiteHref, label: t("all_eight") }] }]
            : []),
        ]}
        end={t("copyright")}
      />
    </div>
  );
}
