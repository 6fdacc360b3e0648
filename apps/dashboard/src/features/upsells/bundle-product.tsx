"use client";

import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { productQuery, productsQuery } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { type BundleValues, bundleProduct } from "./bundle-values";
import { upsellsTexts } from "./texts";

/** Which product is sold as the bundle: a new one, or one that is there. */
export function BundleProduct({ form }: { form: UseFormReturn<BundleValues> }) {
  const t = useTexts(upsellsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const chosen = form.watch("product");
  const [own, setOwn] = useState(chosen !== null);
  const [refused, setRefused] = useState<string | null>(null);
  const products = useQuery({
    ...productsQuery(store.id, { per_page: 100, sort: "title" }),
    enabled: own,
  });
  const options = (products.data?.items ?? [])
    .filter((product) => product.variants === 1 && product.status !== "archived")
    .map((product) => ({ value: product.id, label: product.title }));
  if (chosen && !options.some((option) => option.value === chosen.id)) {
    options.unshift({ value: chosen.id, label: chosen.title });
  }
  const put = (product: BundleValues["product"]) =>
    form.setValue("product", product, {
      shouldDirty: true,
      shouldValidate: form.formState.isSubmitted,
    });

  async function choose(id: string) {
    try {
      const product = await client.fetchQuery(productQuery(store.id, id));
      const fits = bundleProduct(product);
      setRefused(fits ? null : t("existing_refused", { name: product.title }));
      put(fits);
      if (fits && form.getValues("price") === null) {
        form.setValue("price", product.price.amount, { shouldDirty: true });
      }
    } catch (error) {
      toast.error(troubleText(error, shell));
    }
  }

  return (
    <>
      <RadioGroup
        value={own ? "existing" : "new"}
        aria-label={t("bundle_product")}
        onValueChange={(value) => {
          setOwn(value === "existing");
          setRefused(null);
          if (value === "new") put(null);
        }}
      >
        <RadioItem value="new" label={t("product_new")} />
        <RadioItem
          value="existing"
          label={t("product_existing")}
          help={t("product_existing_help")}
        />
      </RadioGroup>
      {own ? (
        <Field
          label={t("bundle_product")}
          error={refused ?? form.formState.errors.product?.message}
        >
          <Combobox
            value={chosen?.id ?? ""}
            placeholder={t("choose_product")}
            options={options}
            onValueChange={(id) => void choose(id)}
          />
        </Field>
      ) : null}
    </>
  );
}
