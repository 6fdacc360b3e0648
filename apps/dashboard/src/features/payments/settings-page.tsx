"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { KeyValue, KeyValues, Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import {
  checkAccount,
  type PaymentSettings,
  paymentSettingsQuery,
  startOnboarding,
} from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { plainReason } from "./reasons";
import { settingsTexts } from "./texts";

const MODES: Record<PaymentSettings["mode"], { glyph: Glyph; tone: Tone }> = {
  test: { glyph: "circle-half", tone: "warning" },
  live: { glyph: "circle-full", tone: "success" },
  closed: { glyph: "blocked", tone: "danger" },
};
const LOOKS_AGAIN = [1_000, 3_000, 7_000];

/** Whether the shop can take money, and what is missing until it can. */
export function PaymentSettingsPage() {
  const t = useTexts(settingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const settings = useQuery({
    ...paymentSettingsQuery(store.id),
    refetchInterval: (query) => (query.state.data?.account?.preparing ? 1_500 : false),
  });
  const error = loadError(settings, shell);
  usePageLabel(t("title"));
  return (
    <Page form>
      <PageHeader title={t("title")} />
      <ReadOnlyNote what="order_settings" />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : settings.data === undefined ? (
        <Skeleton className="h-72 rounded-panel" />
      ) : (
        <div className="grid gap-4">
          <Now settings={settings.data} />
          <Account settings={settings.data} />
        </div>
      )}
    </Page>
  );
}

function Now({ settings }: { settings: PaymentSettings }) {
  const t = useTexts(settingsTexts);
  const store = useStore();
  const why = settings.mode === "closed" ? (settings.reason ?? "no_provider") : settings.mode;
  return (
    <Panel>
      <PanelHeader
        title={t("now")}
        end={<Status {...MODES[settings.mode]}>{t(`mode_${settings.mode}`)}</Status>}
      />
      <div className="grid gap-4 px-4 pb-4 text-13">
        <p className="text-muted">{t(`why_${why}`)}</p>
        {settings.mode === "closed" ? null : (
          <div className="grid gap-0.5">
            <h3 className="text-13 font-medium">{t("methods")}</h3>
            <p className="text-muted">{t(`methods_${settings.mode}`)}</p>
          </div>
        )}
        <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-3">
          <span className="grid gap-0.5">
            <span className="font-medium">
              {t("test_mode")}: {t(settings.test_mode ? "test_on" : "test_off")}
            </span>
            <span className="text-muted">{t("test_help")}</span>
          </span>
          <Button asChild size="sm">
            <Link href={`/stores/${store.id}/settings`}>{t("test_change")}</Link>
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Account({ settings }: { settings: PaymentSettings }) {
  const t = useTexts(settingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const [wanted, setWanted] = useState(false);
  const { queryKey } = paymentSettingsQuery(store.id);
  const refresh = (said: string) => {
    toast.message(said);
    for (const wait of LOOKS_AGAIN) {
      setTimeout(() => void client.invalidateQueries({ queryKey }), wait);
    }
  };
  const onError = (error: unknown) => toast.error(troubleText(error, shell));
  const begin = useMutation({
    mutationFn: () => startOnboarding(store.id),
    onSuccess: (data) => {
      setWanted(true);
      client.setQueryData(queryKey, data);
    },
    onError,
  });
  const check = useMutation({
    mutationFn: () => checkAccount(store.id),
    onSuccess: () => refresh(t("checking")),
    onError,
  });
  useComingBack(settings, () => {
    void checkAccount(store.id).then(() => refresh(t("came_back")), onError);
  });
  const { account } = settings;
  if (!settings.connects) {
    return (
      <Panel>
        <PanelHeader title={t("account")} />
        <p className="px-4 pb-4 text-13 text-muted">{t("account_own")}</p>
      </Panel>
    );
  }
  const link = account?.link ?? null;
  return (
    <Panel>
      <PanelHeader
        title={t("account")}
        end={
          account?.provider_ref && may("order_settings") ? (
            <Button size="sm" pending={check.isPending} onClick={() => check.mutate()}>
              {t("check")}
            </Button>
          ) : null
        }
      />
      <div className="grid gap-4 px-4 pb-4 text-13">
        {account?.provider_ref ? (
          <Facts account={account} />
        ) : (
          <p className="text-muted">{t("account_none")}</p>
        )}
        {account?.error ? (
          <Notice tone="warning">{t("refused", { message: account.error })}</Notice>
        ) : null}
        {may("order_settings") && !account?.charges_enabled ? (
          <div className="flex flex-wrap items-center gap-3" aria-live="polite">
            {link && wanted ? (
              <>
                <Button asChild variant="primary">
                  <a href={link}>{t("open")}</a>
                </Button>
                <span className="text-muted">{t("ready")}</span>
              </>
            ) : (
              <>
                <Button
                  variant="primary"
                  pending={begin.isPending || (account?.preparing ?? false)}
                  onClick={() => begin.mutate()}
                >
                  {t(account?.provider_ref ? "go_on" : "connect")}
                </Button>
                {account?.preparing ? (
                  <span className="text-muted">{t("preparing")}</span>
                ) : wanted && !account?.error ? (
                  <span className="text-muted">{t("slow")}</span>
                ) : null}
              </>
            )}
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

/** Once, when the merchant returns from the provider's pages. */
function useComingBack(settings: PaymentSettings, then: () => void) {
  const params = useSearchParams();
  const done = useRef(false);
  const back = params.get("onboarding") !== null && settings.account?.provider_ref != null;
  useEffect(() => {
    if (!back || done.current) return;
    done.current = true;
    then();
  });
}

function Facts({ account }: { account: NonNullable<PaymentSettings["account"]> }) {
  const t = useTexts(settingsTexts);
  const store = useStore();
  const on = (yes: boolean) => (
    <Status glyph={yes ? "circle-full" : "circle"} tone={yes ? "success" : "warning"}>
      {t(yes ? "on" : "off")}
    </Status>
  );
  return (
    <>
      <KeyValues>
        <KeyValue label={t("charges")}>{on(account.charges_enabled)}</KeyValue>
        <KeyValue label={t("payouts")}>{on(account.payouts_enabled)}</KeyValue>
        <KeyValue label={t("details")}>
          {t(account.details_submitted ? "submitted" : "not_submitted")}
        </KeyValue>
        <KeyValue label={t("country")}>{account.country}</KeyValue>
        <KeyValue label={t("reference")}>
          <code className="text-12 break-all">{account.provider_ref}</code>
        </KeyValue>
      </KeyValues>
      {account.requirements.length > 0 ? (
        <div className="grid gap-1">
          <h3 className="text-13 font-medium">{t("wants")}</h3>
          <ul className="list-disc ps-5 text-muted">
            {account.requirements.map((name) => (
              <li key={name}>{plainReason(name).replaceAll(".", " · ")}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {account.checked_at ? (
        <p className="text-12 text-subtle">
          {t("checked", { when: formatDate(account.checked_at, "full", t.locale, store.timezone) })}
        </p>
      ) : null}
    </>
  );
}
