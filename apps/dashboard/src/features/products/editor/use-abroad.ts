"use client";

import type { Schema } from "@ecomm/api-client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { productPricesQuery } from "@/api/products";
import { type Currency, currenciesQuery } from "@/api/selling";
import { useStore } from "@/features/stores/store-context";

export interface Abroad {
  /** Currencies the store sells in besides its own, as they stand today. */
  currencies: Currency[];
  /** Prices of the product were asked for and did not come. */
  lost: boolean;
  /** What a currency's price is for a variant that was saved. */
  of: (variant: string, currency: string) => Schema<"VariantPriceOut"> | undefined;
}

/** The store's other currencies, and what the product of this page costs in them. */
export function useAbroad(): Abroad {
  const store = useStore();
  const { productId } = useParams<{ productId?: string }>();
  const found = useQuery(currenciesQuery(store.id));
  const currencies = found.data?.currencies ?? [];
  const prices = useQuery({
    ...productPricesQuery(store.id, productId ?? ""),
    enabled: productId !== undefined && currencies.length > 0,
  });
  return {
    currencies,
    lost: found.isError || prices.isError,
    of: (variant, currency) =>
      prices.data
        ?.find((row) => row.variant_id === variant)
        ?.prices.find((price) => price.currency === currency),
  };
}
