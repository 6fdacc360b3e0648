"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { findByPicture, findQuery, type Supplier, suppliersQuery } from "@/api/suppliers";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { TroubleState } from "@/features/suppliers/trouble-note";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { addressOf } from "./grid";
import { Results } from "./results";
import { SearchBar } from "./search-bar";
import { findingTexts } from "./texts";
import { useImporting } from "./use-importing";
import { useTaking } from "./use-taking";

/** Looks through a supplier's goods. */
export function FindPage() {
  const t = useTexts(findingTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const params = useSearchParams();
  const suppliers = useQuery(suppliersQuery(store.id));
  const error = loadError(suppliers, shell);
  const open = suppliers.data?.filter((one) => one.status !== "disconnected");
  const supplier = open?.find((one) => one.id === params.get("supplier")) ?? open?.[0];
  return (
    <Page>
      <PageHeader
        title={t("title")}
        status={supplier?.simulated ? <Badge>{t("practice")}</Badge> : null}
        sub={
          supplier?.capabilities.includes("lanes")
            ? t("lead", { country: countryName(store.country, t.locale) })
            : t("lead_short")
        }
      />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : open === undefined ? (
        <Cards />
      ) : supplier === undefined ? (
        <Panel>
          <EmptyState
            drawing={<ShelfDrawing />}
            title={t("no_supplier_title")}
            actions={
              <Button asChild variant="primary">
                <Link href={`/stores/${store.id}/suppliers`}>{t("no_supplier_action")}</Link>
              </Button>
            }
          >
            {t("no_supplier_body")}
          </EmptyState>
        </Panel>
      ) : (
        // Another supplier is another search: nothing of the old one stays.
        <AtSupplier key={supplier.id} suppliers={open} supplier={supplier} />
      )}
    </Page>
  );
}

/** Where cards will stand. */
function Cards() {
  return (
    <div aria-busy="true" className="grid grid-cols-2 gap-4 md:grid-cols-4 xl:grid-cols-5">
      {["a", "b", "c", "d", "e"].map((key) => (
        <div key={key} className="grid gap-3 rounded-panel p-3 inset-ring inset-ring-border">
          <Skeleton className="aspect-square h-auto w-full rounded-sm" />
          <Skeleton className="w-full" />
          <Skeleton className="w-1/2" />
        </div>
      ))}
    </div>
  );
}

function AtSupplier({
  suppliers,
  supplier,
}: {
  suppliers: readonly Supplier[];
  supplier: Supplier;
}) {
  const t = useTexts(findingTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const params = useSearchParams();
  const query = (params.get("q") ?? "").slice(0, 200);
  const can = (ability: string) => supplier.capabilities.includes(ability);
  const [file, setFile] = useState<File | null>(null);
  const taking = useTaking(store.id, supplier.id);
  const importing = useImporting(store.id, supplier.id);
  const byWords = query !== "" && can("search");
  const found = useInfiniteQuery({
    ...findQuery(store.id, supplier.id, byWords ? { kind: "words", query } : { kind: "best" }),
    enabled: file === null && (byWords || can("best_sellers")),
  });
  const picture = useMutation({
    mutationFn: (chosen: File) => findByPicture(store.id, supplier.id, chosen),
  });
  const address = useMutation({ mutationFn: taking.takeAddress });
  const home = `/stores/${store.id}/suppliers/${supplier.id}`;
  const go = (next: { supplier?: string; q?: string }) => {
    const asked = new URLSearchParams();
    asked.set("supplier", next.supplier ?? supplier.id);
    if (next.q) asked.set("q", next.q);
    window.history.pushState(null, "", `${window.location.pathname}?${asked}`);
  };
  const look = (words: string) => {
    const url = addressOf(words);
    address.reset();
    if (url && may("sourcing")) {
      address.mutate(url);
      return;
    }
    setFile(null);
    picture.reset();
    go({ q: words });
  };
  const pages = file ? (picture.data ? [picture.data] : undefined) : found.data?.pages;
  const products = pages?.flatMap((page) => page.products);
  const total = pages?.[0]?.total ?? null;
  const error = address.error ?? (file ? picture.error : found.error);
  const waiting =
    address.isPending ||
    (file ? picture.isPending : found.isLoading && found.fetchStatus !== "idle");
  return (
    <>
      <SearchBar
        suppliers={suppliers}
        supplier={supplier}
        query={query}
        onSupplier={(id) => go({ supplier: id })}
        onWords={look}
        onPicture={
          can("image_search") && may("sourcing")
            ? (chosen) => {
                setFile(chosen);
                address.reset();
                picture.mutate(chosen);
              }
            : undefined
        }
      />
      {error ? (
        <TroubleState
          error={error}
          onRetry={() => {
            if (address.error && address.variables) address.mutate(address.variables);
            else if (file) picture.mutate(file);
            else found.refetch();
          }}
          onReconnect={() => router.push(home)}
        />
      ) : waiting ? (
        <Cards />
      ) : products === undefined ? (
        <Panel>
          <EmptyState
            drawing={<ShelfDrawing />}
            title={t(can("search") ? "words_first_title" : "address_only_title")}
          >
            {t(can("search") ? "words_first" : "address_only")}
          </EmptyState>
        </Panel>
      ) : products.length === 0 ? (
        <Panel>
          <EmptyState
            drawing={<ShelfDrawing />}
            title={t("none_title")}
            actions={
              (file || byWords) && can("best_sellers") ? (
                <Button onClick={() => look("")}>{t("back_best")}</Button>
              ) : null
            }
          >
            {file ? t("none_picture") : byWords ? t("none_body", { query }) : t("none_best")}
          </EmptyState>
        </Panel>
      ) : (
        <Results
          // Another question: nothing stays selected.
          key={file ? `${file.name}-${file.lastModified}` : query}
          supplier={supplier}
          products={products}
          total={total}
          title={
            file
              ? t("results_picture", { name: file.name })
              : byWords
                ? t("results_for", { query })
                : t("best")
          }
          back={
            (file || byWords) && can("best_sellers") ? (
              <Button size="sm" variant="ghost" onClick={() => look("")}>
                {t("back_best")}
              </Button>
            ) : null
          }
          taking={taking}
          home={home}
          actions={(chosen) => [
            { key: "import", label: t("import_many"), run: () => importing.start(chosen) },
          ]}
        />
      )}
      {!file && found.hasNextPage && !error && !waiting ? (
        <div className="grid place-items-center pt-6">
          <Button pending={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
