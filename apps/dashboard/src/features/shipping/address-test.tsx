"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { tryAddress } from "@/api/selling";
import type { Store } from "@/api/stores";
import { WholeInput } from "@/features/products/editor/whole-input";
import { countryOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { shippingTexts } from "./texts";

const known = (number: number | null) => (number === null || Number.isNaN(number) ? 0 : number);

/** An address to try: its zone, what goes there and why the rest does not. */
export function AddressTest({ store }: { store: Store }) {
  const t = useTexts(shippingTexts);
  const shell = useTexts(shellTexts);
  const countries = useMemo(() => countryOptions(t.locale), [t.locale]);
  const [country, setCountry] = useState(store.country);
  const [state, setState] = useState("");
  const [amount, setAmount] = useState<number | null>(null);
  const [grams, setGrams] = useState<number | null>(null);
  const test = useMutation({
    mutationFn: () =>
      tryAddress(store.id, { country, state, amount: known(amount), grams: known(grams) }),
  });
  const said: Schema<"ShippingTestOut"> | undefined = test.data;
  return (
    <Panel>
      <PanelHeader title={t("test")} note={t("test_note")} />
      <PanelBody>
        <form
          noValidate
          className="grid items-end gap-4 sm:grid-cols-3"
          onSubmit={(event) => {
            event.preventDefault();
            test.mutate();
          }}
        >
          <Field label={t("country")}>
            <Combobox options={countries} value={country} onValueChange={setCountry} />
          </Field>
          <Field label={t("state")} optional>
            <Input
              maxLength={120}
              value={state}
              onChange={(event) => setState(event.target.value)}
            />
          </Field>
          <Field label={t("value")} optional>
            <MoneyInput currency={store.currency} value={amount} onValueChange={setAmount} />
          </Field>
          <Field label={t("grams")} optional>
            <WholeInput value={grams} onValueChange={setGrams} />
          </Field>
          <Button type="submit" pending={test.isPending} className="sm:justify-self-start">
            {t("try")}
          </Button>
        </form>
        <div aria-live="polite" className="mt-4 grid gap-2 text-13 empty:hidden">
          {test.error ? <Notice tone="danger">{troubleText(test.error, shell)}</Notice> : null}
          {said ? (
            <>
              <p>{said.zone ? t("belongs", { zone: said.zone.name }) : t("belongs_none")}</p>
              {said.rates.some((tried) => tried.serves) ? null : (
                <p className="text-warning">{t("no_rate")}</p>
              )}
              <ul>
                {said.rates.map((tried) => (
                  <li key={tried.rate.id} className="flex gap-4 border-t py-2">
                    <span className="min-w-0 flex-1">
                      <span className={tried.serves ? "font-medium" : "text-muted"}>
                        {tried.rate.name}
                      </span>
                      <span className="block text-12 text-subtle">{tried.reason}</span>
                    </span>
                    {tried.price ? (
                      <span className="num font-medium">{formatMoney(tried.price, t.locale)}</span>
                    ) : null}
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      </PanelBody>
    </Panel>
  );
}
