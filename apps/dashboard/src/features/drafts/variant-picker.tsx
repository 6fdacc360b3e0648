"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { SearchInput } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { type Product, type ProductRow, productQuery, productsQuery } from "@/api/products";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { draftsTexts } from "./texts";

type Variant = Product["variants"][number];

/** Finds a variant by its product's name or SKU. */
export function VariantPicker({
  storeId,
  onPick,
}: {
  storeId: string;
  onPick: (product: Product, variant: Variant) => void;
}) {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [asking, setAsking] = useState<Product | null>(null);
  const search = useDeferredValue(text.trim());
  const products = useQuery({
    ...productsQuery(storeId, { status: "active", per_page: 8, ...(search ? { search } : {}) }),
    enabled: open,
  });
  const rows = products.data?.items ?? [];

  function picked(product: Product, variant: Variant) {
    onPick(product, variant);
    setAsking(null);
    setText("");
    setOpen(false);
  }

  async function choose(row: ProductRow) {
    try {
      const product = await client.fetchQuery(productQuery(storeId, row.id));
      const [only, ...others] = product.variants;
      if (only && others.length === 0) picked(product, only);
      else setAsking(product);
    } catch (error) {
      toast.error(troubleText(error, shell));
    }
  }

  const row =
    "flex w-full items-center gap-3 rounded-sm px-2 py-1.5 text-start text-13 hover:bg-hover";
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setAsking(null);
        setOpen(next);
      }}
    >
      <PopoverTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          {t("add")}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t("add")} align="end" className="w-80 p-2">
        {asking ? (
          <>
            <p className="px-2 pb-1 text-12 font-medium">
              {t("add_choose", { name: asking.title })}
            </p>
            <ul className="max-h-72 overflow-auto">
              {asking.variants.map((variant) => (
                <li key={variant.id}>
                  <button type="button" className={row} onClick={() => picked(asking, variant)}>
                    <span className="min-w-0 flex-1 truncate">
                      {Object.values(variant.options).join(" · ")}{" "}
                      <span className="text-subtle">{variant.sku}</span>
                    </span>
                    <span className="num">{formatMoney(variant.price, t.locale)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <>
            <SearchInput
              value={text}
              aria-label={t("add_search")}
              placeholder={t("add_search")}
              onChange={(event) => setText(event.target.value)}
            />
            <ul className="mt-2 max-h-72 overflow-auto" aria-busy={products.isFetching}>
              {rows.map((product) => (
                <li key={product.id}>
                  <button type="button" className={row} onClick={() => void choose(product)}>
                    <Thumb picture={product.image} size={28} />
                    <span className="min-w-0 flex-1 truncate">{product.title}</span>
                    <span className="num text-subtle">
                      {product.available === null
                        ? null
                        : t("add_left", { count: product.available })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {products.data && rows.length === 0 ? (
              <p className="p-2 text-13 text-subtle">{t("add_none")}</p>
            ) : null}
          </>
        )}
      </PopoverContent>
    </Popover>
  );
}
