"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { adjustCredit, type Credit, customerCreditQuery, grantCredit } from "@/api/credits";
import type { Customer } from "@/api/customers";
import type { Store } from "@/api/stores";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { creditTexts } from "./credit-texts";

interface Props {
  customer: Customer;
  store: Store;
}

/** What a customer has to spend with this store, and who gives or takes it. */
export function CreditPanel({ customer, store }: Props) {
  const t = useTexts(creditTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const credits = useQuery(customerCreditQuery(store.id, customer.id));
  const [asking, setAsking] = useState<"give" | "take" | null>(null);
  const error = loadError(credits, shell);
  const mine = credits.data?.find(({ balance }) => balance.currency === store.currency);
  return (
    <Panel>
      <PanelHeader title={t("credit")} />
      <PanelBody>
        {error ? <LoadError error={error} /> : null}
        {credits.data?.length === 0 ? (
          <p className="text-13 text-subtle">{t("credit_none")}</p>
        ) : (
          <KeyValues>
            {(credits.data ?? []).map((credit) => (
              <KeyValue key={credit.id} label={credit.balance.currency}>
                {formatMoney(credit.balance, t.locale)}
              </KeyValue>
            ))}
          </KeyValues>
        )}
        {may("balances") ? (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button size="sm" onClick={() => setAsking("give")}>
              {t("give")}
            </Button>
            {mine && mine.balance.amount > 0 ? (
              <Button size="sm" onClick={() => setAsking("take")}>
                {t("take")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </PanelBody>
      {asking ? (
        <CreditDialog
          customer={customer}
          store={store}
          credit={mine}
          take={asking === "take"}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </Panel>
  );
}

function CreditDialog({
  customer,
  store,
  credit,
  take,
  onClose,
}: Props & { credit: Credit | undefined; take: boolean; onClose: () => void }) {
  const t = useTexts(creditTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [amount, setAmount] = useState<number | null>(null);
  const [note, setNote] = useState("");
  const key = useRef(crypto.randomUUID());
  const { currency } = store;
  const valid = amount !== null && amount > 0 && note.trim() !== "";
  const shown = formatMoney({ amount: valid ? amount : 0, currency }, t.locale);
  const act = useMutation({
    mutationFn: () => {
      const money = { amount: (take ? -1 : 1) * (amount ?? 0), currency };
      return credit
        ? adjustCredit(
            store.id,
            credit.id,
            { amount: money.amount, note: note.trim() },
            key.current,
          )
        : grantCredit(
            store.id,
            { customer_id: customer.id, amount: money, note: note.trim() },
            key.current,
          );
    },
    onSuccess: async () => {
      await client.invalidateQueries({
        queryKey: customerCreditQuery(store.id, customer.id).queryKey,
      });
      toast.success(t(take ? "taken" : "given", { amount: shown }));
      onClose();
    },
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t(take ? "take_title" : "give_title", { name: customer.name })}
        description={t(take ? "take_body" : "give_body")}
      >
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (valid && !act.isPending) act.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{act.error ? troubleText(act.error, shell) : null}</FormProblem>
            <Field label={t("amount")}>
              <MoneyInput currency={currency} value={amount} onValueChange={setAmount} />
            </Field>
            <Field label={t("why")} help={t("why_help")}>
              <Input
                maxLength={500}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={!valid} pending={act.isPending}>
              {t(take ? "take_do" : "give_do", { amount: shown })}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
