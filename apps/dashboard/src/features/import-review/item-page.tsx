"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams } from "next/navigation";
import {
  type Decision,
  type GoodsItem,
  goodsItemQuery,
  goodsItemsKey,
  goodsKey,
  isWorking,
  retryGoods,
} from "@/api/goods-imports";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { Neighbours } from "@/shell/neighbours";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { DraftPanel } from "./draft-panel";
import { Checks, Provenance, Source } from "./side-panels";
import { GoodsStatus } from "./status";
import { goodsTexts } from "./texts";
import { DecideButton, useDecide } from "./use-decide";

/** One import: what the supplier says, beside the draft it became. */
export function ImportItemPage() {
  const t = useTexts(goodsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { itemId } = useParams<{ itemId: string }>();
  const item = useQuery(goodsItemQuery(store.id, itemId));
  usePageLabel(item.data?.title ?? (isMissing(item.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={item}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/import-review`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-96 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Known item={found} />}
    </OneThing>
  );
}

function Known({ item }: { item: GoodsItem }) {
  const t = useTexts(goodsTexts);
  const store = useStore();
  const may = useMay();
  const href = (id: string) => `/stores/${store.id}/import-review/${id}`;
  const edits = item.state === "needs_review" && item.product?.status === "draft";
  return (
    <Page form>
      <PageHeader
        title={item.title}
        status={<GoodsStatus state={item.state} />}
        sub={item.supplier_name ?? t("from_file")}
        actions={
          <>
            <Neighbours
              listKey={goodsItemsKey(store.id)}
              current={item.id}
              href={href}
              labels={{ previous: t("previous"), next: t("next") }}
            />
            {item.product_id ? (
              <Button asChild>
                <Link href={`/stores/${store.id}/products/${item.product_id}`}>
                  {t("open_product")}
                </Link>
              </Button>
            ) : null}
            {may("catalog") ? <Acts item={item} /> : null}
          </>
        }
      />
      <Standing item={item} />
      <DetailColumns
        main={
          <>
            {item.product ? (
              <DraftPanel
                key={`${item.id} ${item.product.version}`}
                item={item}
                product={item.product}
                edits={edits && may("catalog")}
              />
            ) : null}
            <Source item={item} />
          </>
        }
        side={
          item.product ? (
            <>
              <Checks item={item} />
              <Provenance item={item} />
            </>
          ) : null
        }
      />
      {may("catalog") ? null : <p className="px-4 pt-6 text-12 text-subtle">{t("viewer")}</p>}
    </Page>
  );
}

const MAY_DECIDE: Partial<Record<GoodsItem["state"], readonly Decision[]>> = {
  needs_review: ["dismiss", "publish"],
  failed: ["dismiss"],
  dismissed: ["restore"],
};

function Acts({ item }: { item: GoodsItem }) {
  const t = useTexts(goodsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const decide = useDecide(store.id);
  const retry = useMutation({
    mutationFn: () => retryGoods(store.id, item.id),
    onSuccess: async () => {
      toast.success(t("retried"));
      await client.invalidateQueries({ queryKey: goodsKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const decisions: readonly Decision[] = isWorking(item.state)
    ? ["dismiss"]
    : (MAY_DECIDE[item.state] ?? []);
  return (
    <>
      {decisions.map((what) => (
        <DecideButton
          key={what}
          what={what}
          primary={what !== "dismiss"}
          pending={decide.isPending}
          onClick={() => decide.mutate({ ids: [item.id], what })}
        />
      ))}
      {item.state === "failed" ? (
        <Button variant="primary" pending={retry.isPending} onClick={() => retry.mutate()}>
          {t("retry")}
        </Button>
      ) : null}
    </>
  );
}

/** What is to be known before anything else. */
function Standing({ item }: { item: GoodsItem }) {
  const t = useTexts(goodsTexts);
  if (item.error) {
    return (
      <div className="mb-4">
        <Notice tone="danger" title={t("failed_title")}>
          {item.error.message}
        </Notice>
      </div>
    );
  }
  const words = isWorking(item.state)
    ? t("working_note")
    : item.state === "dismissed"
      ? t("dismissed_note")
      : null;
  return words ? (
    <div className="mb-4">
      <Notice tone="info">{words}</Notice>
    </div>
  ) : null;
}
