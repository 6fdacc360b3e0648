import { LandingFoot, LandingNav } from "@ecomm/suite-kit/landing/skeleton";
import { KNOWN } from "@/generated/known.gen";
import { masterTexts } from "@/master/texts";
import { LOCALE } from "@/mount/locale";
import { servedProducts } from "@/server/settings";

/** The suite's own landing. A product that is not served here is shown as planned, without a link. */
export default function Page() {
  const t = masterTexts.translator(LOCALE);
  const served = servedProducts(process.env);
  const toProducts = { href: "#eight", label: t("products") };
  return (
    <>
      <LandingNav
        brand={t("brand")}
        home="/"
        label={t("nav")}
        skip={t("skip")}
        links={[]}
        signIn={toProducts}
        act={{ href: "#eight", label: t("open") }}
      />
      <main id="main">
        <section className="m-hero">
          <div className="l-wrap">
            <h1>
              <span>{t("one")}</span> <span>{t("two")}</span>
            </h1>
            <p className="l-lede">{t("lede")}</p>
          </div>
        </section>
        <section className="l-sec" id="eight">
          <div className="l-wrap">
            <h2>{t("eight")}</h2>
            <p className="l-lede">{t("eight_lede")}</p>
            <ul className="m-eight">
              {KNOWN.map(({ name, title, summary }) => {
                const card = (
                  <>
                    {/* biome-ignore lint/performance/noImgElement: a vector drawing of our own */}
                    <img src={`/motifs/${name}.svg`} alt="" width={248} height={130} />
                    <h3>
                      {/* biome-ignore lint/performance/noImgElement: a name as outlines */}
                      <img src={`/names/${name}.svg`} alt={title} height={32} />
                    </h3>
                    <p>{summary}</p>
                  </>
                );
                return (
                  <li key={name} style={{ background: `var(--tint-${name})` }}>
                    {served.includes(name) ? (
                      <a href={`/${name}`}>{card}</a>
                    ) : (
                      <div className="m-planned">
                        {card}
                        <p className="m-soon">{t("planned")}</p>
                      </div>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        </section>
      </main>
      <LandingFoot
        brand={t("brand")}
        home="/"
        note={t("foot")}
        columns={[
          {
            title: t("products"),
            links: KNOWN.filter(({ name }) => served.includes(name)).map(({ name, title }) => ({
              href: `/${name}`,
              label: title,
            })),
          },
        ]}
        end={t("copyright")}
      />
    </>
  );
}
