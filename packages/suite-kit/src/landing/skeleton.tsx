import type { ReactNode } from "react";

/** The parts every landing has, in their order: navigation, content, foot. */
export interface LinkTo {
  href: string;
  label: string;
}

/** Icons of landings: few, drawn here, so that a landing loads no icon library. */
export function Tick() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" {...line}>
      <path d="M3.5 8.5 6.5 11.5 12.5 4.5" />
    </svg>
  );
}

function Plus() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" {...line}>
      <path d="M8 3v10M3 8h10" />
    </svg>
  );
}

const line = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

export function LandingNav({
  brand,
  home,
  label,
  skip,
  links,
  signIn,
  act,
}: {
  brand: ReactNode;
  home: string;
  /** Names the navigation for screen readers. */
  label: string;
  skip: string;
  links: readonly LinkTo[];
  signIn: LinkTo;
  act: LinkTo;
}) {
  return (
    <>
      <a className="l-skip" href="#main">
        {skip}
      </a>
      <header className="l-nav">
        <div className="l-wrap">
          <a className="l-brand" href={home}>
            {brand}
          </a>
          <nav className="l-nav-links" aria-label={label}>
            {links.map((link) => (
              <a key={link.href} href={link.href}>
                {link.label}
              </a>
            ))}
          </nav>
          <div className="l-nav-end">
            <a className="l-btn l-btn-quiet l-nav-signin" href={signIn.href}>
              {signIn.label}
            </a>
            <a className="l-btn" href={act.href}>
              {act.label}
            </a>
          </div>
        </div>
      </header>
    </>
  );
}

export interface FootColumn {
  title: string;
  links: readonly LinkTo[];
}

export function LandingFoot({
  brand,
  home,
  note,
  columns,
  end,
}: {
  brand: ReactNode;
  home: string;
  note: string;
  columns: readonly FootColumn[];
  end: string;
}) {
  return (
    <footer className="l-foot">
      <div className="l-wrap">
        <div className="l-foot-cols">
          <div>
            <a className="l-brand" href={home}>
              {brand}
            </a>
            <p className="l-foot-note">{note}</p>
          </div>
          {columns.map((column) => (
            <div key={column.title}>
              <h2>{column.title}</h2>
              <ul>
                {column.links.map((link) => (
                  <li key={link.label}>
                    <a href={link.href}>{link.label}</a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
        <p className="l-foot-end">{end}</p>
      </div>
    </footer>
  );
}

export interface Tier {
  key: string;
  name: string;
  whom: string;
  month: string;
  year: string;
  act: LinkTo;
  pick: boolean;
  includes: readonly ReactNode[];
}

/** Prices by month or by year: two radio buttons and CSS, nothing to load. */
export function Prices({
  title,
  level = 2,
  billing,
  monthly,
  yearly,
  perMonth,
  perYear,
  tiers,
  children,
}: {
  title: string;
  /** 1 where the page is about nothing else. */
  level?: 1 | 2;
  billing: string;
  monthly: string;
  yearly: string;
  perMonth: string;
  perYear: string;
  tiers: readonly Tier[];
  children?: ReactNode;
}) {
  const Title = level === 1 ? "h1" : "h2";
  const Name = level === 1 ? "h2" : "h3";
  return (
    <div className="l-priced">
      <div className="l-price-head">
        <Title>{title}</Title>
        <fieldset className="l-toggle">
          <legend className="l-hidden">{billing}</legend>
          <label>
            <input type="radio" name="billing" value="month" defaultChecked />
            {monthly}
          </label>
          <label>
            <input type="radio" name="billing" value="year" />
            {yearly}
          </label>
        </fieldset>
      </div>
      <ul className="l-tiers">
        {tiers.map((tier) => (
          <li key={tier.key} className={tier.pick ? "l-tier l-tier-pick" : "l-tier"}>
            <div>
              <Name className="l-tier-name">{tier.name}</Name>
              <p className="l-tier-per">{tier.whom}</p>
            </div>
            <p data-per="month">
              <span className="l-tier-cost">{tier.month}</span>{" "}
              <span className="l-tier-per">{perMonth}</span>
            </p>
            <p data-per="year">
              <span className="l-tier-cost">{tier.year}</span>{" "}
              <span className="l-tier-per">{perYear}</span>
            </p>
            <a
              className={tier.pick ? "l-btn l-btn-big" : "l-btn l-btn-big l-btn-second"}
              href={tier.act.href}
            >
              {tier.act.label}
            </a>
            <ul className="l-ticks">
              {tier.includes.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of sentences
                <li key={at}>
                  <Tick />
                  <span>{line}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}

/** Questions and answers; the first is open. */
export function Questions({
  title,
  items,
}: {
  title: string;
  items: readonly { question: string; answer: ReactNode }[];
}) {
  return (
    <div className="l-faqs">
      <h2>{title}</h2>
      <div className="l-faq">
        {items.map((item, at) => (
          <details key={item.question} open={at === 0}>
            <summary>
              {item.question}
              <Plus />
            </summary>
            <p>{item.answer}</p>
          </details>
        ))}
      </div>
    </div>
  );
}
