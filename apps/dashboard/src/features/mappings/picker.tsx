"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { SearchInput } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import {
  goodsDetailQuery,
  goodsQuery,
  type SupplierGoods,
  type SupplierVariant,
} from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { costRange } from "@/features/suppliers/figures";
import { GoodsStock } from "@/features/suppliers/goods-panel";
import { GoodsPicture } from "@/features/suppliers/goods-picture";
import { VariantStock } from "@/features/suppliers/goods-sheet";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { mappingsTexts } from "./texts";

export interface Picked {
  id: string;
  title: string;
  options: string;
  supplierId: string;
}

const PAGE = 10;
const MOST = 100;
const row =
  "flex w-full items-center gap-3 px-3 py-2 text-start text-13 hover:bg-hover focus-visible:-outline-offset-2 disabled:cursor-not-allowed disabled:opacity-60";

/** Searches the products that were read at suppliers, and picks one of their variants. */
export function Picker({
  supplierId,
  chosen,
  onPick,
}: {
  /** All parts of a way are of one supplier: only its products, once there is a part. */
  supplierId: string | null;
  chosen: ReadonlySet<string>;
  onPick: (picked: Picked) => void;
}) {
  const t = useTexts(mappingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [text, setText] = useState("");
  const [settled, setSettled] = useState("");
  const [many, setMany] = useState(PAGE);
  const [product, setProduct] = useState<SupplierGoods | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text.trim());
      setMany(PAGE);
    }, 200);
    return () => clearTimeout(timer);
  }, [text]);
  const goods = useQuery(
    goodsQuery(store.id, {
      ...(supplierId ? { supplier_id: supplierId } : {}),
      ...(settled ? { search: settled } : {}),
      page: 1,
      per_page: many,
    }),
  );
  const error = loadError(goods, shell);
  if (product) {
    return (
      <Variants
        product={product}
        chosen={chosen}
        onBack={() => setProduct(null)}
        onPick={(variant) =>
          onPick({
            id: variant.id,
            title: product.title,
            options: Object.values(variant.options).join(" / ") || variant.external_sku,
            supplierId: product.supplier_id,
          })
        }
      />
    );
  }
  const items = goods.data?.items;
  const total = goods.data?.page.total ?? 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <SearchInput
        value={text}
        autoFocus
        aria-label={t("pick_search")}
        placeholder={t("pick_search")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // The form around it is not what Enter is meant for here.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <div className="max-h-72 overflow-auto rounded-panel inset-ring inset-ring-border">
        {error ? (
          <LoadError error={error} />
        ) : items === undefined ? (
          <div className="grid gap-3 p-3" aria-busy="true">
            <Skeleton className="w-56" />
            <Skeleton className="w-40" />
          </div>
        ) : items.length === 0 ? (
          <p className="p-4 text-13 text-muted">{t(settled ? "pick_none" : "pick_empty")}</p>
        ) : (
          <ul>
            {items.map((one) => (
              <li key={one.id} className="border-t first:border-t-0">
                <button type="button" className={row} onClick={() => setProduct(one)}>
                  <GoodsPicture url={one.image_url} />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{one.title}</span>
                    <span className="num flex flex-wrap gap-x-3 text-12 text-subtle">
                      <span>{costRange(one, t.locale)}</span>
                      <GoodsStock row={one} />
                    </span>
                  </span>
                  <ChevronRight className="size-4 shrink-0 text-subtle" aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
        {items && items.length < total && many < MOST ? (
          <div className="border-t p-2">
            <Button
              size="sm"
              variant="ghost"
              className="w-full"
              onClick={() => setMany((shown) => Math.min(MOST, shown + 30))}
            >
              {t("pick_more_pages")}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Variants({
  product,
  chosen,
  onBack,
  onPick,
}: {
  product: SupplierGoods;
  chosen: ReadonlySet<string>;
  onBack: () => void;
  onPick: (variant: SupplierVariant) => void;
}) {
  const t = useTexts(mappingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const detail = useQuery(goodsDetailQuery(store.id, product.id));
  const error = loadError(detail, shell);
  return (
    <section
      aria-label={t("pick_variants", { title: product.title })}
      className="grid grid-cols-[minmax(0,1fr)] gap-2"
    >
      <div>
        <Button size="sm" variant="ghost" autoFocus onClick={onBack}>
          <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
          {t("pick_back")}
        </Button>
      </div>
      <div className="max-h-72 overflow-auto rounded-panel inset-ring inset-ring-border">
        <p className="px-3 pt-2 text-12 font-medium wrap-anywhere">{product.title}</p>
        {error ? (
          <LoadError error={error} />
        ) : detail.data === undefined ? (
          <div className="grid gap-3 p-3" aria-busy="true">
            <Skeleton className="w-56" />
            <Skeleton className="w-40" />
          </div>
        ) : (
          <ul>
            {detail.data.variants.map((variant) => {
              const taken = chosen.has(variant.id);
              const gone = variant.availability === "gone";
              return (
                <li key={variant.id} className="border-t first:border-t-0">
                  <button
                    type="button"
                    className={row}
                    disabled={taken || gone}
                    onClick={() => onPick(variant)}
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block wrap-anywhere">
                        {Object.values(variant.options).join(" / ") || variant.external_sku}
                      </span>
                      <span className="flex flex-wrap gap-x-3 text-12">
                        <VariantStock variant={variant} />
                        {taken ? <span className="text-subtle">{t("pick_taken")}</span> : null}
                      </span>
                    </span>
                    <span className="num shrink-0">
                      {variant.cost === null
                        ? t("landed_unknown")
                        : formatMoney(
                            { amount: variant.cost, currency: variant.currency },
                            t.locale,
                          )}
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </section>
  );
}
