"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams, useSearchParams } from "next/navigation";
import { useRef } from "react";
import { productQuery, productsKey } from "@/api/products";
import { type Bundle, bundleQuery, createBundle, replaceBundle, upsellsKey } from "@/api/upsells";
import { useStore } from "@/features/stores/store-context";
import { BundleForm } from "./bundle-form";
import { type BundleValues, blankBundle, fromBundle, termsOf } from "./bundle-values";
import { NewUpsell, OneUpsell, UpsellEditor } from "./editor-frame";
import { Numbers } from "./numbers";
import { rowOfBundle } from "./rows";
import { upsellsTexts } from "./texts";

/** A bundle that does not exist yet. */
export function NewBundlePage() {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const client = useQueryClient();
  const from = useSearchParams().get("product");
  const product = useQuery({
    ...productQuery(store.id, from ?? ""),
    enabled: from !== null,
  });
  if (from !== null && product.isPending) return <Skeleton className="h-80 w-full rounded-panel" />;
  return (
    <NewUpsell<BundleValues>
      kind="bundles"
      title={t("new_bundle")}
      create={async (values, key) => {
        const body = {
          ...termsOf(values, store.currency),
          ...(values.product
            ? // It keeps the status it has.
              { variant_id: values.product.variant, status: "draft" as const }
            : {
                title: values.title.trim(),
                status: values.publish ? ("active" as const) : ("draft" as const),
              }),
        };
        const made = await createBundle(store.id, body, key);
        if (values.product) await client.invalidateQueries({ queryKey: productsKey(store.id) });
        return { id: made.id, name: made.title, values: fromBundle(made) };
      }}
    >
      {(save) => <BundleForm initial={blankBundle(product.data)} fresh save={save} />}
    </NewUpsell>
  );
}

/** An existing bundle. */
export function BundlePage() {
  const store = useStore();
  const { upsellId } = useParams<{ upsellId: string }>();
  const bundle = useQuery(bundleQuery(store.id, upsellId));
  return (
    <OneUpsell kind="bundles" query={bundle} nameOf={(found) => found.title}>
      {(found) => <Editor key={found.id} bundle={found} />}
    </OneUpsell>
  );
}

function Editor({ bundle }: { bundle: Bundle }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const client = useQueryClient();
  const latest = useRef(bundle);
  async function save(values: BundleValues): Promise<BundleValues> {
    const saved = await replaceBundle(store.id, bundle.id, {
      ...termsOf(values, store.currency),
      version: latest.current.version,
    });
    latest.current = saved;
    client.setQueryData(bundleQuery(store.id, bundle.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: upsellsKey(store.id) });
    toast.success(t("saved"));
    return fromBundle(saved);
  }
  return (
    <UpsellEditor
      kind="bundles"
      id={bundle.id}
      name={bundle.title}
      state={rowOfBundle(bundle, "").state}
      actions={
        <Button asChild>
          <Link href={`/stores/${store.id}/products/${bundle.product_id}`}>
            {t("product_page")}
          </Link>
        </Button>
      }
    >
      <BundleForm
        initial={fromBundle(bundle)}
        fresh={false}
        save={save}
        side={<Numbers id={bundle.id} />}
      />
    </UpsellEditor>
  );
}
