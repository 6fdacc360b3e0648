"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Boxes, ExternalLink } from "lucide-react";
import Link from "next/link";
import { useParams, useRouter, useSearchParams } from "next/navigation";
import { useRef } from "react";
import {
  createProduct,
  inventoryKey,
  type PricedVariant,
  type Product,
  productPricesQuery,
  productQuery,
  productsKey,
  setProductPrices,
  updateInventory,
  updateMedia,
  updateProduct,
} from "@/api/products";
import { currenciesQuery } from "@/api/selling";
import { useStore } from "@/features/stores/store-context";
import { bundleProduct } from "@/features/upsells/bundle-values";
import { usePageLabel } from "@/shell/crumbs";
import { useMay, useMaySee } from "@/shell/may";
import { Neighbours } from "@/shell/neighbours";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import { useBulkStatus } from "../products-page";
import { ProductStatusMark } from "../status";
import { changedPrices, MOST_PRICES } from "./abroad";
import { ProductForm } from "./product-form";
import { PurgeProduct } from "./purge-product";
import { editorTexts } from "./texts";
import {
  blankValues,
  changedAlts,
  type EditorValues,
  fromProduct,
  toCreate,
  toPatch,
  untracked,
} from "./values";

/** A product that does not exist yet. `?title=` fills in its name. */
export function NewProductPage() {
  const t = useTexts(editorTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const title = useSearchParams().get("title") ?? "";
  const key = useRef(crypto.randomUUID());

  async function save(_before: EditorValues, values: EditorValues): Promise<null> {
    const product = await createProduct(store.id, toCreate(values, store.currency), key.current);
    key.current = crypto.randomUUID();
    for (const media of values.media.filter((entry) => entry.alt !== "")) {
      await updateMedia(store.id, media.id, media.alt);
    }
    await refresh(client, store.id);
    client.setQueryData(productQuery(store.id, product.id).queryKey, product);
    toast.success(
      t(product.status === "active" ? "created_active" : "created", { title: product.title }),
    );
    router.replace(`/stores/${store.id}/products/${product.id}`);
    return null;
  }

  return (
    <RoleGate what="catalog" back={`/stores/${store.id}/products`}>
      <ProductForm
        product={null}
        initial={blankValues(title.slice(0, 255))}
        draftKey={`${store.id}:new-product`}
        header={<PageHeader title={t("new_title")} />}
        save={save}
      />
    </RoleGate>
  );
}

async function refresh(client: ReturnType<typeof useQueryClient>, storeId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: productsKey(storeId) }),
    client.invalidateQueries({ queryKey: inventoryKey(storeId) }),
    client.invalidateQueries({ queryKey: ["store", storeId, "overview"] }),
    client.invalidateQueries({ queryKey: ["store", storeId, "tags"] }),
  ]);
}

/** An existing product. */
export function EditProductPage() {
  const t = useTexts(editorTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { productId } = useParams<{ productId: string }>();
  const product = useQuery(productQuery(store.id, productId));
  usePageLabel(product.data?.title ?? (isMissing(product.error) ? shell("missing_crumb") : null));

  return (
    <OneThing
      query={product}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/products`,
      }}
      skeleton={<EditorSkeleton />}
    >
      {(found) => <Priced key={found.id} product={found} />}
    </OneThing>
  );
}

/** Waits for what the product costs in other currencies, where the store has any. */
function Priced({ product }: { product: Product }) {
  const store = useStore();
  const sees = useMaySee();
  const currencies = useQuery({ ...currenciesQuery(store.id), enabled: sees("pricing") });
  const wanted = (currencies.data?.currencies.length ?? 0) > 0;
  const prices = useQuery({ ...productPricesQuery(store.id, product.id), enabled: wanted });
  // Without them the product can still be edited: the panel says what could not be read.
  if ((sees("pricing") && currencies.isPending) || (wanted && prices.isPending))
    return <EditorSkeleton />;
  return <Editor product={product} priced={prices.data ?? []} />;
}

function Editor({ product, priced }: { product: Product; priced: PricedVariant[] }) {
  const t = useTexts(editorTexts);
  const store = useStore();
  const client = useQueryClient();
  const changeStatus = useBulkStatus(store.id);
  const may = useMay();
  const home = `/stores/${store.id}/products`;

  async function save(before: EditorValues, values: EditorValues): Promise<EditorValues> {
    const body = toPatch(before, values, store.currency, product.seo.keywords);
    // Alternative texts and tracking have endpoints of their own; the product goes last, so
    // that what it answers is the final state.
    for (const media of changedAlts(before, values)) {
      await updateMedia(store.id, media.id, media.alt);
    }
    for (const variant of untracked(before, values)) {
      await updateInventory(store.id, variant, { tracked: false, reason: "correction" });
    }
    const changed = changedPrices(before.variants, values.variants);
    for (let at = 0; at < changed.length; at += MOST_PRICES) {
      await setProductPrices(store.id, product.id, changed.slice(at, at + MOST_PRICES));
    }
    const saved = await updateProduct(store.id, product.id, body);
    const prices = await readPrices();
    client.setQueryData(productQuery(store.id, product.id).queryKey, saved);
    await refresh(client, store.id);
    toast.success(t("saved"));
    return fromProduct(saved, prices);
  }

  /** What it costs in other currencies now: automatic prices follow the store's own. */
  async function readPrices(): Promise<PricedVariant[]> {
    if (priced.length === 0) return [];
    return await client.fetchQuery({ ...productPricesQuery(store.id, product.id), staleTime: 0 });
  }

  async function read(): Promise<EditorValues> {
    const now = await client.fetchQuery({ ...productQuery(store.id, product.id), staleTime: 0 });
    return fromProduct(now, await readPrices());
  }

  const archived = product.status === "archived";
  return (
    <ProductForm
      product={product}
      initial={fromProduct(product, priced)}
      draftKey={`${store.id}:${product.id}`}
      save={save}
      read={read}
      header={
        <PageHeader
          title={product.title}
          lead={<Thumb picture={product.media[0]} size={32} className="max-md:hidden" />}
          status={<ProductStatusMark status={product.status} pill />}
          actions={
            <>
              <Neighbours
                listKey={productsKey(store.id)}
                current={product.id}
                href={(id) => `${home}/${id}`}
                labels={{ previous: t("previous"), next: t("next") }}
              />
              {may("promotions") && !archived && bundleProduct(product) ? (
                <Button asChild>
                  <Link href={`/stores/${store.id}/upsells/bundles/new?product=${product.id}`}>
                    <Boxes aria-hidden />
                    {t("make_bundle")}
                  </Link>
                </Button>
              ) : null}
              {product.status === "active" ? (
                <Button asChild>
                  <a href={product.storefront_url} target="_blank" rel="noreferrer">
                    <ExternalLink aria-hidden />
                    {t("see_in_shop")}
                  </a>
                </Button>
              ) : null}
            </>
          }
        />
      }
      footer={
        may("catalog") ? (
          <div className="flex flex-col gap-4 px-4 pt-6 pb-4 text-13 md:flex-row md:items-center md:justify-between">
            <div>
              <p className="font-medium">{t(archived ? "unarchive_title" : "archive_title")}</p>
              <p className="text-12 text-subtle">
                {t(archived ? "unarchive_body" : "archive_body")}
              </p>
            </div>
            <span className="flex flex-wrap gap-2">
              {archived && may("catalog_settings") ? <PurgeProduct product={product} /> : null}
              <Button
                variant={archived ? "default" : "danger"}
                onClick={() => changeStatus([product.id], archived ? "draft" : "archived")}
              >
                {t(archived ? "unarchive" : "archive")}
              </Button>
            </span>
          </div>
        ) : null
      }
    />
  );
}

function EditorSkeleton() {
  return (
    <div>
      <div className="mb-5 flex items-center gap-3">
        <Skeleton className="size-8 rounded-sm" />
        <Skeleton className="h-5 w-56" />
      </div>
      <DetailColumns
        main={
          <>
            <Skeleton className="h-72 w-full rounded-panel" />
            <Skeleton className="h-80 w-full rounded-panel" />
          </>
        }
        side={
          <>
            <Skeleton className="h-28 w-full rounded-panel" />
            <Skeleton className="h-64 w-full rounded-panel" />
          </>
        }
      />
    </div>
  );
}
