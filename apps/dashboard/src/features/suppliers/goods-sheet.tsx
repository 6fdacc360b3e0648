"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Sheet, SheetContent } from "@ecomm/ui/sheet";
import { Skeleton } from "@ecomm/ui/skeleton";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { goodsDetailQuery, type SupplierGoodsDetail, type SupplierVariant } from "@/api/suppliers";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { GoodsPicture } from "./goods-picture";
import { LaneWords } from "./lane";
import { useAgo } from "./status";
import { suppliersTexts } from "./texts";

/** A supplier's product: its variants with cost, stock and how they travel here. */
export function GoodsSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const product = useQuery(goodsDetailQuery(store.id, id));
  const error = loadError(product, shell);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={product.data?.title ?? t("goods")} className="md:w-120">
        {error ? (
          <LoadError error={error} />
        ) : product.data === undefined ? (
          <div className="grid gap-3" aria-busy="true">
            <Skeleton className="h-40 w-full rounded-md" />
            <Skeleton className="w-64" />
            <Skeleton className="w-48" />
          </div>
        ) : (
          <Content product={product.data} />
        )}
      </SheetContent>
    </Sheet>
  );
}

function Content({ product }: { product: SupplierGoodsDetail }) {
  const t = useTexts(suppliersTexts);
  const store = useStore();
  const link = product.url && /^https?:\/\//.test(product.url) ? product.url : null;
  return (
    <div className="grid gap-4">
      <div className="flex items-start gap-4">
        <GoodsPicture url={product.image_url} size={96} className="rounded-md" />
        <div className="grid min-w-0 gap-2 text-13">
          <p className="font-mono text-12 wrap-anywhere text-subtle">{product.external_id}</p>
          <div className="flex flex-wrap gap-2">
            <Button asChild size="sm">
              <Link href={`/stores/${store.id}/mappings`}>{t("d_map")}</Link>
            </Button>
            {link ? (
              <Button asChild size="sm" variant="ghost">
                <a href={link} target="_blank" rel="noopener noreferrer">
                  <ExternalLink aria-hidden />
                  {t("d_open")}
                </a>
              </Button>
            ) : null}
          </div>
        </div>
      </div>
      <ul className="-mx-4 border-t">
        {product.variants.map((variant) => (
          <VariantRow key={variant.id} variant={variant} />
        ))}
      </ul>
    </div>
  );
}

const LOOKS: Record<SupplierVariant["availability"], { glyph: Glyph; tone: Tone }> = {
  in_stock: { glyph: "square-full", tone: "success" },
  doubtful: { glyph: "square-half", tone: "warning" },
  out: { glyph: "blocked", tone: "danger" },
  gone: { glyph: "cross", tone: "idle" },
  unknown: { glyph: "unknown", tone: "warning" },
};

/** What is known of a variant's stock; a reading that is too old is no knowledge. */
export function VariantStock({
  variant,
}: {
  variant: Pick<SupplierVariant, "availability" | "stale" | "stock" | "read_at">;
}) {
  const t = useTexts(suppliersTexts);
  const ago = useAgo();
  const { availability, stale, stock } = variant;
  if (stale && availability !== "gone") {
    return (
      <Status {...LOOKS.unknown} className="whitespace-normal">
        {t("d_stale", { when: ago(variant.read_at) })}
      </Status>
    );
  }
  const words =
    availability === "in_stock" && stock !== null
      ? t("d_left", { count: stock })
      : t(`d_${availability}`);
  return <Status {...LOOKS[availability]}>{words}</Status>;
}

function VariantRow({ variant }: { variant: SupplierVariant }) {
  const t = useTexts(suppliersTexts);
  const store = useStore();
  const options = Object.values(variant.options).join(" / ");
  const lane = variant.lanes.find((one) => one.destination === store.country);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b px-4 py-3 text-13">
      <span className="font-medium wrap-anywhere">{options || variant.external_sku}</span>
      <span className="num text-end">
        {variant.cost === null ? (
          <span className="text-subtle">{t("g_cost_unknown")}</span>
        ) : (
          formatMoney({ amount: variant.cost, currency: variant.currency }, t.locale)
        )}
      </span>
      <span className="col-span-2 flex flex-wrap gap-x-4 gap-y-1 text-12">
        <VariantStock variant={variant} />
        {variant.origin ? (
          <span className="text-muted">
            {t("d_from", { country: countryName(variant.origin, t.locale) })}
          </span>
        ) : null}
      </span>
      <span className="col-span-2 text-12 text-muted">
        {lane ? (
          <LaneWords lane={lane} />
        ) : (
          t("d_no_lane", { country: countryName(store.country, t.locale) })
        )}
      </span>
    </li>
  );
}
