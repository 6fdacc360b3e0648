"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Status } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import {
  type CreditEntry,
  claimCode,
  credits,
  type Introduction,
  introductions,
  makeCode,
  type Partners,
  partnersQuery,
} from "@/api/partners";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { LinkField } from "./link-field";
import { PagedPanel, RowName } from "./paged-panel";
import { partnersTexts } from "./texts";
import { STAGES } from "./words";

const INVITED = introductions("referral");

/** One's own invitation, who came by it, and what it brought. */
export function Invitations({ found }: { found: Partners }) {
  const t = useTexts(partnersTexts);
  const may = useMay();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {found.introduced_by ? <InvitedBy by={found.introduced_by} /> : null}
      {found.may_claim && may("own_business") ? <ClaimForm /> : null}
      <Invitation found={found} />
      {may("partners") ? (
        <>
          <PagedPanel
            title={t("came")}
            empty={{ title: t("came_empty"), body: t("came_empty_body") }}
            list={INVITED}
            row={(one) => <Brought one={one} />}
          />
          <PagedPanel
            title={t("credits")}
            empty={{ title: t("credits_empty"), body: t("credits_empty_body") }}
            list={credits}
            row={(one) => <Credit one={one} />}
          />
        </>
      ) : null}
    </div>
  );
}

/** The link, or the way to get one. */
function Invitation({ found }: { found: Partners }) {
  const t = useTexts(partnersTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const may = useMay();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: makeCode,
    onSuccess: (shown) => client.setQueryData(partnersQuery.queryKey, shown),
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const { referral } = found;
  return (
    <Panel>
      <PanelHeader title={t("invite_title")} />
      <PanelBody className="grid gap-4">
        {referral === null ? (
          <p className="text-13 text-muted">{t("invite_none")}</p>
        ) : (
          <>
            <p className="max-w-160 text-13 text-muted">
              {t("invite_body", { credit: formatMoney(referral.credit, locale) })}{" "}
              {t("invite_window", { days: found.terms.window_days })}
            </p>
            {referral.link ? (
              <LinkField link={referral.link} />
            ) : may("own_business") ? (
              <div>
                <Button variant="primary" pending={make.isPending} onClick={() => make.mutate()}>
                  {t("get_link")}
                </Button>
              </div>
            ) : (
              <p className="text-13 text-subtle">{t("owner_only")}</p>
            )}
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

/** By whom one was invited, and what comes of it. */
function InvitedBy({ by }: { by: NonNullable<Partners["introduced_by"]> }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const credit = by.credit ? formatMoney(by.credit, locale) : "–";
  return (
    <Panel>
      <PanelHeader title={t("by_title", { name: by.name })} />
      <PanelBody>
        <p className="text-13 text-muted">
          {by.stage === "refused"
            ? t("by_refused")
            : by.kind === "affiliate" || by.stage === "paying"
              ? t("by_affiliate")
              : t(`by_${by.stage}` as "by_joined", { credit })}
        </p>
      </PanelBody>
    </Panel>
  );
}

/** For a new business that did not come by the link itself. */
function ClaimForm() {
  const t = useTexts(partnersTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ code: z.string().trim().min(1, t("code_missing")).max(40) }),
    values: { code: "" },
    submit: async ({ code }) => {
      const shown = await claimCode(code);
      client.setQueryData(partnersQuery.queryKey, shown);
      toast.success(t("claimed", { name: shown.introduced_by?.name ?? "" }));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Panel>
      <PanelHeader title={t("claim_title")} />
      <PanelBody>
        <form noValidate onSubmit={onSubmit} className="grid gap-3">
          <FormProblem>{problem}</FormProblem>
          <p className="text-13 text-muted">{t("claim_body")}</p>
          <div className="flex flex-wrap items-start gap-2">
            <div className="min-w-0 flex-1 basis-48 sm:max-w-72">
              <Field label={t("code")} error={errors.code?.message}>
                <Input
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  maxLength={40}
                  {...form.register("code")}
                />
              </Field>
            </div>
            <Button type="submit" className="w-full sm:mt-6 sm:w-auto" pending={isSubmitting}>
              {t("claim")}
            </Button>
          </div>
        </form>
      </PanelBody>
    </Panel>
  );
}

/** A business that came, and what comes next with it. */
export function Brought({ one }: { one: Introduction }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const day = (at: string | null) => (at === null ? "–" : formatDate(at, "dayYear", locale, zone));
  return (
    <>
      <RowName
        name={one.name || t("nameless")}
        note={t("joined_on", { when: day(one.joined_at) })}
      />
      <Status {...STAGES[one.stage]} className="whitespace-normal">
        {one.stage === "credited"
          ? t("stage_credited", { when: day(one.settle_at) })
          : t(`stage_${one.stage}`)}
      </Status>
    </>
  );
}

/** An entry of credit. */
function Credit({ one }: { one: CreditEntry }) {
  const t = useTexts(partnersTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const back = one.amount.amount < 0;
  return (
    <>
      <RowName name={one.text} note={formatDate(one.created_at, "dayYear", locale, zone)} />
      <span className={one.state === "refused" ? "text-danger" : "text-muted"}>
        {one.state === "refused"
          ? t("credit_refused")
          : t(back ? `credit_back_${one.state}` : `credit_${one.state}`)}
      </span>
      <span className="num w-24 text-end">{formatMoney(one.amount, locale)}</span>
    </>
  );
}
