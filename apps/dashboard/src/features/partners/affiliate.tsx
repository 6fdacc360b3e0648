"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures } from "@ecomm/ui/key-figure";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber, formatShare } from "@ecomm/ui/lib/numbers";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Status } from "@ecomm/ui/status";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import {
  type Commission,
  commissions,
  type Affiliate as Found,
  introductions,
  type Partners,
  type PartnerTerms,
  type Payout,
  payouts,
} from "@/api/partners";
import { useMay } from "@/shell/may";
import { Brought } from "./invitations";
import { LinkField } from "./link-field";
import { PagedPanel, RowName } from "./paged-panel";
import { partnersTexts } from "./texts";
import { COMMISSIONS, missing } from "./words";

const PayeeDialog = dynamic(() => import("./payee-dialog").then((part) => part.PayeeDialog));

const SIGNUPS = introductions("affiliate");

/** The link that earns: joining, what it brought, and how it is paid. */
export function Affiliate({ found }: { found: Partners }) {
  const may = useMay();
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const { affiliate, terms } = found;
  if (!affiliate) return <Joining terms={terms} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Figures one={affiliate} />
      <Standing one={affiliate} terms={terms} />
      {may("partners") ? (
        <>
          <PagedPanel
            title={t("commissions")}
            empty={{ title: t("commissions_empty"), body: t("commissions_empty_body") }}
            list={commissions}
            row={(one) => <CommissionRow one={one} />}
          />
          <PagedPanel
            title={t("payouts")}
            empty={{
              title: t("payouts_empty"),
              body: t("payouts_empty_body", { minimum: formatMoney(terms.minimum, locale) }),
            }}
            list={payouts}
            row={(one) => <PayoutRow one={one} />}
          />
          <PagedPanel
            title={t("signups")}
            empty={{ title: t("came_empty"), body: t("signups_empty_body") }}
            list={SIGNUPS}
            row={(one) => <Brought one={one} />}
          />
        </>
      ) : null}
      <Terms terms={terms} />
    </div>
  );
}

/** What it is, its terms, and the way in. */
function Joining({ terms }: { terms: PartnerTerms }) {
  const t = useTexts(partnersTexts);
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Terms
        terms={terms}
        action={
          may("own_business") ? (
            <Button variant="primary" onClick={() => setOpen(true)}>
              {t("join")}
            </Button>
          ) : (
            <p className="text-13 text-subtle">{t("owner_only")}</p>
          )
        }
      />
      {open ? <PayeeDialog joining={terms.version} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

/** What an affiliate is promised. */
function Terms({ terms, action }: { terms: PartnerTerms; action?: ReactNode }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  return (
    <Panel>
      <PanelHeader title={t("earn_title")} />
      <PanelBody className="grid gap-4 text-13">
        <p className="max-w-160 text-muted">{t("earn_body")}</p>
        <dl className="grid gap-2 sm:grid-cols-3">
          {terms.tiers.map((tier) => (
            <div key={tier.businesses} className="rounded-panel bg-sunken p-3">
              <dt className="text-12 text-muted">{t("tier", { count: tier.businesses })}</dt>
              <dd className="num mt-1 text-16 font-semibold">
                {t("tier_rate", { rate: formatShare(tier.rate_ppm, locale) })}
              </dd>
            </div>
          ))}
        </dl>
        <ul className="grid max-w-160 list-disc gap-1 ps-5 text-muted">
          <li>{t("rule_net")}</li>
          <li>{t("rule_window", { days: terms.window_days })}</li>
          <li>{t("rule_minimum", { minimum: formatMoney(terms.minimum, locale) })}</li>
          <li>{t("rule_last", { days: terms.attribution_days })}</li>
          <li>{t("rule_privacy")}</li>
        </ul>
        {action ? <div>{action}</div> : null}
      </PanelBody>
    </Panel>
  );
}

function Figures({ one }: { one: Found }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  return (
    <KeyFigures>
      <KeyFigure
        label={t("figure_visits")}
        major={formatNumber(one.visits, locale)}
        note={t("figure_visits_note", { count: one.visits_lately })}
      />
      <KeyFigure
        label={t("figure_signups")}
        major={formatNumber(one.signups, locale)}
        note={t("figure_signups_note", { count: one.paying })}
      />
      <KeyFigure
        label={t("figure_pending")}
        major={formatMoney(one.pending, locale)}
        note={t("figure_pending_note")}
      />
      <KeyFigure
        label={t("figure_payable")}
        major={formatMoney(one.payable, locale)}
        note={t("figure_payable_note", { paid: formatMoney(one.paid, locale) })}
      />
    </KeyFigures>
  );
}

/** The link, the rate, and where it is paid. */
function Standing({ one, terms }: { one: Found; terms: PartnerTerms }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const left = missing(one.payable, terms.minimum);
  const minimum = formatMoney(terms.minimum, locale);
  return (
    <Panel>
      <PanelBody className="grid gap-4 pt-4 text-13">
        <LinkField link={one.link} />
        <div className="grid max-w-160 gap-1 text-muted">
          <p>
            {t("your_rate", { rate: formatShare(one.rate_ppm, locale) })}{" "}
            {one.next_tier
              ? t("your_next", {
                  rate: formatShare(one.next_tier.rate_ppm, locale),
                  count: one.next_tier.businesses,
                  left: one.next_tier.businesses - one.paying,
                })
              : t("your_top")}
          </p>
          <p>
            {left > 0
              ? t("to_minimum", {
                  left: formatMoney({ ...terms.minimum, amount: left }, locale),
                  minimum,
                })
              : t("to_pay")}
          </p>
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2 border-t pt-3">
          <span className="min-w-0 wrap-anywhere">
            {t("payee_line", { name: one.payee_name, hint: one.payee_hint })}
          </span>
          {may("own_business") ? (
            <Button size="sm" onClick={() => setOpen(true)}>
              {t("payee_change")}
            </Button>
          ) : null}
        </div>
      </PanelBody>
      {open ? <PayeeDialog name={one.payee_name} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}

function CommissionRow({ one }: { one: Commission }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const of = t("commission_of", {
    rate: formatShare(one.rate_ppm, locale),
    net: formatMoney(one.net, locale),
  });
  const less =
    one.kept.amount < one.amount.amount
      ? ` · ${t("commission_less", { amount: formatMoney(one.amount, locale) })}`
      : "";
  return (
    <>
      <RowName
        name={one.name || t("nameless")}
        note={`${formatDate(one.earned_at, "dayYear", locale, zone)} · ${of}${less}`}
      />
      <Status {...COMMISSIONS[one.state]} className="min-w-0 whitespace-normal wrap-anywhere">
        {one.state === "earned"
          ? t("earned_earned", { when: formatDate(one.settle_at, "dayYear", locale, zone) })
          : one.state === "paid"
            ? t("earned_paid", { reference: one.reference ?? "" })
            : t(`earned_${one.state}`)}
      </Status>
      <span className="num w-24 text-end">{formatMoney(one.kept, locale)}</span>
    </>
  );
}

function PayoutRow({ one }: { one: Payout }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const day = (at: string) => formatDate(at, "dayYear", locale, zone);
  return (
    <>
      <RowName
        name={one.reference ?? t("payout_open")}
        note={t("payout_open_since", { when: day(one.opened_at) })}
      />
      {one.paid_at ? (
        <Status glyph="circle-full" tone="success">
          {t("payout_paid", { when: day(one.paid_at) })}
        </Status>
      ) : (
        <Status glyph="circle-half" tone="info">
          {t("payout_open")}
        </Status>
      )}
      <span className="num w-24 text-end">{formatMoney(one.amount, locale)}</span>
    </>
  );
}
