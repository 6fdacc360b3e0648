"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Dialog, DialogContent } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { disableFactor, meQuery, renewCodes } from "@/api/account";
import { ProofDialog } from "./proof-dialog";
import { RecoveryCodes } from "./recovery-codes";
import { SetupDialog } from "./setup-dialog";
import { accountTexts } from "./texts";

const FEW = 3;

/** Two-factor authentication: off, on, and what one may do with it. */
export function FactorPanel({ me }: { me: Schema<"MeOut"> }) {
  const t = useTexts(accountTexts);
  const client = useQueryClient();
  const [open, setOpen] = useState<"setup" | "stop" | "renew" | { codes: string[] } | null>(null);
  const on = me.two_factor_enabled;
  const close = () => setOpen(null);
  const refresh = () => client.invalidateQueries({ queryKey: meQuery.queryKey });
  return (
    <Panel id="two-factor" className="scroll-mt-16">
      <PanelHeader
        title={t("factor")}
        end={
          <Status glyph={on ? "dot" : "circle"} tone={on ? "success" : "idle"}>
            {t(on ? "factor_on" : "factor_off")}
          </Status>
        }
      />
      <PanelBody className="grid gap-4">
        {!on && me.two_factor_required ? (
          <Notice tone="warning">{t("factor_required")}</Notice>
        ) : null}
        <p className="max-w-140 text-13 text-muted">
          {on ? t("factor_on_body", { left: me.recovery_codes_left }) : t("factor_off_body")}
        </p>
        {on && me.recovery_codes_left < FEW ? (
          <Notice tone="warning">{t("factor_few")}</Notice>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {on ? (
            <>
              <Button onClick={() => setOpen("renew")}>{t("factor_renew")}</Button>
              <Button variant="danger" onClick={() => setOpen("stop")}>
                {t("factor_stop")}
              </Button>
            </>
          ) : (
            <Button variant="primary" onClick={() => setOpen("setup")}>
              {t("factor_start")}
            </Button>
          )}
        </div>
      </PanelBody>
      {open === "setup" ? (
        <SetupDialog
          onClose={close}
          onDone={() => {
            close();
            client.invalidateQueries();
          }}
        />
      ) : null}
      {open === "stop" ? (
        <ProofDialog
          title={t("stop_title")}
          body={t("stop_body")}
          action={t("factor_stop")}
          danger
          onClose={close}
          submit={async (proof) => {
            await disableFactor(proof);
            await refresh();
            close();
            toast.success(t("factor_stopped"));
          }}
        />
      ) : null}
      {open === "renew" ? (
        <ProofDialog
          title={t("renew_title")}
          body={t("renew_body")}
          action={t("renew_do")}
          onClose={close}
          submit={async (proof) => {
            const { recovery_codes } = await renewCodes(proof);
            await refresh();
            setOpen({ codes: recovery_codes });
          }}
        />
      ) : null}
      {open !== null && typeof open === "object" ? (
        <Dialog open onOpenChange={(next) => !next && close()}>
          <DialogContent title={t("codes_title")}>
            <RecoveryCodes codes={open.codes} onDone={close} />
          </DialogContent>
        </Dialog>
      ) : null}
    </Panel>
  );
}
