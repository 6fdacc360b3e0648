"use client";

import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useRef, useState } from "react";
import { productsQuery } from "@/api/products";
import {
  type CrossSell,
  createCrossSell,
  crossSellQuery,
  replaceCrossSell,
  testCrossSells,
  upsellsKey,
} from "@/api/upsells";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import {
  blankCrossSell,
  CrossSellForm,
  type CrossSellValues,
  crossSellBody,
  fromCrossSell,
  type Placement,
} from "./cross-sell-form";
import { NewUpsell, OneUpsell, UpsellEditor } from "./editor-frame";
import { Numbers } from "./numbers";
import { rowOfCrossSell } from "./rows";
import { upsellsTexts } from "./texts";

/** A cross-sell that does not exist yet. */
export function NewCrossSellPage() {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  return (
    <NewUpsell<CrossSellValues>
      kind="cross-sells"
      title={t("new_cross")}
      create={async (values, key) => {
        const made = await createCrossSell(store.id, crossSellBody(values, null), key);
        return { id: made.id, name: made.name, values: fromCrossSell(made) };
      }}
    >
      {(save) => (
        <CrossSellForm
          initial={blankCrossSell(t("heading_default"))}
          save={save}
          side={<TryIt placement="product" />}
        />
      )}
    </NewUpsell>
  );
}

/** An existing cross-sell. */
export function CrossSellPage() {
  const store = useStore();
  const { upsellId } = useParams<{ upsellId: string }>();
  const found = useQuery(crossSellQuery(store.id, upsellId));
  return (
    <OneUpsell kind="cross-sells" query={found} nameOf={(one) => one.name}>
      {(one) => <Editor key={one.id} crossSell={one} />}
    </OneUpsell>
  );
}

function Editor({ crossSell }: { crossSell: CrossSell }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const client = useQueryClient();
  const latest = useRef(crossSell);
  async function save(values: CrossSellValues): Promise<CrossSellValues> {
    const saved = await replaceCrossSell(store.id, crossSell.id, {
      ...crossSellBody(values, latest.current),
      version: latest.current.version,
    });
    latest.current = saved;
    client.setQueryData(crossSellQuery(store.id, crossSell.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: upsellsKey(store.id) });
    toast.success(t("saved"));
    return fromCrossSell(saved);
  }
  return (
    <UpsellEditor
      kind="cross-sells"
      id={crossSell.id}
      name={crossSell.name}
      state={rowOfCrossSell(crossSell).state}
    >
      <CrossSellForm
        initial={fromCrossSell(crossSell)}
        save={save}
        side={
          <>
            <TryIt placement={crossSell.placements[0] ?? "product"} />
            <Numbers id={crossSell.id} />
          </>
        }
      />
    </UpsellEditor>
  );
}

/** What a shopper sees with a product. */
function TryIt({ placement }: { placement: Placement }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const may = useMay();
  const products = useQuery(productsQuery(store.id, { per_page: 100, sort: "title" }));
  const [product, setProduct] = useState("");
  const tried = useQuery({
    queryKey: [...upsellsKey(store.id), "test", product, placement],
    queryFn: () => testCrossSells(store.id, { products: [product], placement }),
    enabled: product !== "" && may("promotions"),
  });
  return (
    <Panel>
      <PanelHeader title={t("try_it")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13">
        <p className="text-12 text-subtle">{t("try_help")}</p>
        <Field label={t("try_product")}>
          <Combobox
            value={product}
            placeholder={t("add_component")}
            options={(products.data?.items ?? []).map((one) => ({
              value: one.id,
              label: one.title,
            }))}
            onValueChange={setProduct}
          />
        </Field>
        <div aria-live="polite" className="grid gap-3">
          {tried.data?.length === 0 ? <p className="text-subtle">{t("try_nothing")}</p> : null}
          {tried.data?.map((offer) => (
            <div key={offer.id}>
              <p className="font-medium">{offer.title}</p>
              <ul className="grid gap-1">
                {offer.products.map((one) => (
                  <li key={one.id} className="flex justify-between gap-3">
                    <span className="truncate">{one.title}</span>
                    <span className="num text-subtle">{formatMoney(one.price, t.locale)}</span>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      </div>
    </Panel>
  );
}
