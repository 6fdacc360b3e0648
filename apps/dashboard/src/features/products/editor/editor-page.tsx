"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, ErrorState } from "@ecomm/ui/states";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useParams, useRouter, useSearchParams } from "next/navigation";
import { useRef } from "react";
import {
  createProduct,
  inventoryKey,
  type Product,
  productQuery,
  productsKey,
  updateInventory,
  updateMedia,
  updateProduct,
} from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { Neighbours } from "@/shell/neighbours";
import { shellTexts } from "@/shell/texts";
import { isMissing, loadError } from "@/shell/trouble";
import { useBulkStatus } from "../products-page";
import { ProductStatusMark } from "../status";
import { ProductForm } from "./product-form";
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
    <ProductForm
      product={null}
      initial={blankValues(title.slice(0, 255))}
      draftKey={`${store.id}:new-product`}
      header={<PageHeader title={t("new_title")} />}
      save={save}
    />
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
  usePageLabel(product.data?.title);

  if (product.data) return <Editor key={product.data.id} product={product.data} />;
  if (isMissing(product.error)) {
    return (
      <Page>
        <EmptyState
          drawing={<ShelfDrawing />}
          title={t("missing_title")}
          actions={
            <Button asChild variant="primary">
              <Link href={`/stores/${store.id}/products`}>{t("missing_action")}</Link>
            </Button>
          }
        >
          {t("missing_body")}
        </EmptyState>
      </Page>
    );
  }
  const error = loadError(product, shell);
  return (
    <Page form>
      {error ? (
        <Panel>
          <ErrorState
            onRetry={error.retry}
            {...(error.reference ? { reference: error.reference } : {})}
          >
            {error.text}
          </ErrorState>
        </Panel>
      ) : (
        <EditorSkeleton />
      )}
    </Page>
  );
}

function Editor({ product }: { product: Product }) {
  const t = useTexts(editorTexts);
  const store = useStore();
  const client = useQueryClient();
  const changeStatus = useBulkStatus(store.id);
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
    const saved = await updateProduct(store.id, product.id, body);
    client.setQueryData(productQuery(store.id, product.id).queryKey, saved);
    await refresh(client, store.id);
    toast.success(t("saved"));
    return fromProduct(saved);
  }

  const archived = product.status === "archived";
  return (
    <ProductForm
      product={product}
      initial={fromProduct(product)}
      draftKey={`${store.id}:${product.id}`}
      save={save}
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
        <div className="flex flex-col gap-4 px-4 pt-6 pb-4 text-13 md:flex-row md:items-center md:justify-between">
          <div>
            <p className="font-medium">{t(archived ? "unarchive_title" : "archive_title")}</p>
            <p className="text-12 text-subtle">{t(archived ? "unarchive_body" : "archive_body")}</p>
          </div>
          <Button
            variant={archived ? "default" : "danger"}
            onClick={() => changeStatus([product.id], archived ? "draft" : "archived")}
          >
            {t(archived ? "unarchive" : "archive")}
          </Button>
        </div>
      }
    />
  );
}

function EditorSkeleton() {
  return (
    <div aria-busy="true">
      <div className="mb-5 flex items-center gap-3">
        <Skeleton className="size-8 rounded-sm" />
        <Skeleton className="h-5 w-56" />
      </div>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_var(--side-column)]">
        <div className="grid gap-4">
          <Skeleton className="h-72 w-full rounded-panel" />
          <Skeleton className="h-80 w-full rounded-panel" />
        </div>
        <div className="grid content-start gap-4">
          <Skeleton className="h-28 w-full rounded-panel" />
          <Skeleton className="h-64 w-full rounded-panel" />
        </div>
      </div>
    </div>
  );
}
