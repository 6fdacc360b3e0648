"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { tryDiscounts } from "@/api/discounts";
import { productQuery, productsQuery } from "@/api/products";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { discountsTexts } from "./texts";
import { Trace } from "./trace";

interface Line {
  variant: string;
  name: string;
  quantity: number | null;
}

/** A basket to try the store's discounts on; nothing is written. */
export function Tester({ code }: { code: string | null }) {
  const t = useTexts(discountsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const products = useQuery(productsQuery(store.id, { per_page: 100, sort: "title" }));
  const [lines, setLines] = useState<Line[]>([]);
  const [codes, setCodes] = useState(code ?? "");
  const [email, setEmail] = useState("");
  const run = useMutation({
    mutationFn: () =>
      tryDiscounts(store.id, {
        lines: lines.map((line) => ({ variant_id: line.variant, quantity: line.quantity || 1 })),
        codes: codes.split(/\s+/).filter(Boolean).slice(0, 10),
        email: email.trim() || null,
      }),
  });
  async function add(id: string) {
    const product = await client.fetchQuery(productQuery(store.id, id));
    const variant = product.variants[0];
    if (!variant || lines.some((line) => line.variant === variant.id)) return;
    setLines([...lines, { variant: variant.id, name: product.title, quantity: 1 }]);
  }
  const tried = run.data;
  return (
    <Panel>
      <PanelHeader title={t("tester")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
        <p className="text-12 text-subtle">{t("tester_help")}</p>
        {lines.length > 0 ? (
          <ul className="grid gap-2">
            {lines.map((line) => (
              <li key={line.variant} className="flex items-center gap-2 text-13">
                <span className="min-w-0 flex-1 truncate">{line.name}</span>
                <WholeInput
                  className="num w-16 text-end"
                  aria-label={t("tester_units", { name: line.name })}
                  value={line.quantity}
                  onValueChange={(quantity) =>
                    setLines(lines.map((one) => (one === line ? { ...one, quantity } : one)))
                  }
                />
                <IconButton
                  label={t("remove", { name: line.name })}
                  onClick={() => setLines(lines.filter((one) => one !== line))}
                >
                  <X aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
        ) : null}
        <Combobox
          value=""
          aria-label={t("tester_product")}
          placeholder={t("tester_product")}
          options={(products.data?.items ?? []).map((product) => ({
            value: product.id,
            label: product.title,
          }))}
          onValueChange={(id) => void add(id)}
        />
        <Field label={t("tester_codes")} help={t("tester_codes_help")}>
          <Input value={codes} maxLength={400} onChange={(event) => setCodes(event.target.value)} />
        </Field>
        <Field label={t("tester_email")} optional>
          <Input
            type="email"
            value={email}
            maxLength={254}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Button disabled={lines.length === 0 || run.isPending} onClick={() => run.mutate()}>
          {t("tester_run")}
        </Button>
        <div aria-live="polite" className="grid gap-3">
          {run.error ? (
            <p className="text-13 text-danger">{troubleText(run.error, shell)}</p>
          ) : null}
          {tried ? (
            <>
              <p className="text-13">
                <b className="block font-medium">
                  {t("tester_saves", { amount: formatMoney(tried.totals.discount, t.locale) })}
                </b>
                <span className="text-subtle">
                  {t("tester_total", {
                    total: formatMoney(tried.totals.total, t.locale),
                    tax: formatMoney(tried.totals.tax, t.locale),
                  })}
                </span>
              </p>
              <h3 className="text-12 font-medium">{t("trace")}</h3>
              <Trace entries={tried.trace} />
            </>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
