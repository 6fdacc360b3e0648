"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns, Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { useShortcuts } from "@ecomm/ui/shortcuts";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams, useRouter } from "next/navigation";
import {
  type Decision,
  type GoodsItem,
  goodsImportsKey,
  goodsItemQuery,
  goodsItemsKey,
  isWorking,
  retryGoods,
} from "@/api/goods-imports";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { Neighbours, useNeighbours } from "@/shell/neighbours";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { DraftPanel } from "./draft-panel";
import { Checks, Provenance, Source } from "./side-panels";
import { GoodsStatus } from "./status";
import { goodsTexts } from "./texts";
import { DECISION_KEYS, DecideButton, useDecide } from "./use-decide";

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
  const router = useRouter();
  const { previous, next } = useNeighbours(goodsItemsKey(store.id), item.id);
  const act = useActs(item);
  const edits = item.state === "needs_review" && item.product?.status === "draft";
  const to = (id: string | undefined) => id && router.push(href(id));
  useShortcuts([
    {
      title: t("keys"),
      items: [
        { keys: ["j"], label: t("next"), run: () => to(next) },
        { keys: ["k"], label: t("previous"), run: () => to(previous) },
        ...(may("sourcing")
          ? act.decisions.map((what) => ({
              keys: [DECISION_KEYS[what]] as const,
              label: t(what),
              run: () => act.decide(what),
            }))
          : []),
      ],
    },
  ]);
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
            {may("sourcing") ? <Acts act={act} /> : null}
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
                edits={edits && may("sourcing")}
              />
            ) : null}
            <LostPictures item={item} act={may("sourcing") ? act : null} />
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
      {may("sourcing") ? null : <p className="px-4 pt-6 text-12 text-subtle">{t("viewer")}</p>}
    </Page>
  );
}

const MAY_DECIDE: Partial<Record<GoodsItem["state"], readonly Decision[]>> = {
  needs_review: ["dismiss", "publish"],
  failed: ["dismiss"],
  dismissed: ["restore"],
};

interface ItemActs {
  decisions: readonly Decision[];
  decide: (what: Decision) => void;
  deciding: boolean;
  /** Trying again: the whole of it, or its missing pictures. Null where there is nothing to try. */
  again: "retry" | "retry_pictures" | null;
  retry: () => void;
  retrying: boolean;
}

/** What can be done about an import, by buttons and by keys. */
function useActs(item: GoodsItem): ItemActs {
  const t = useTexts(goodsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const decide = useDecide(store.id);
  const retry = useMutation({
    mutationFn: () => retryGoods(store.id, item.id),
    onSuccess: async (after) => {
      toast.success(t("retried"));
      client.setQueryData(goodsItemQuery(store.id, item.id).queryKey, after);
      await client.invalidateQueries({ queryKey: goodsImportsKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const lacks =
    item.state === "needs_review" &&
    item.picture_issues.length > 0 &&
    item.product?.status === "draft";
  return {
    decisions: isWorking(item.state) ? ["dismiss"] : (MAY_DECIDE[item.state] ?? []),
    decide: (what) => {
      if (!decide.isPending) decide.mutate({ ids: [item.id], what });
    },
    deciding: decide.isPending,
    again: item.state === "failed" ? "retry" : lacks ? "retry_pictures" : null,
    retry: () => retry.mutate(),
    retrying: retry.isPending,
  };
}

function Acts({ act }: { act: ItemActs }) {
  const t = useTexts(goodsTexts);
  return (
    <>
      {act.decisions.map((what) => (
        <DecideButton
          key={what}
          what={what}
          primary={what !== "dismiss"}
          pending={act.deciding}
          onClick={() => act.decide(what)}
        />
      ))}
      {act.again === "retry" ? (
        <Button variant="primary" pending={act.retrying} onClick={act.retry}>
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

/** Pictures that could not be had, why, and a way to ask for them again. */
function LostPictures({ item, act }: { item: GoodsItem; act: ItemActs | null }) {
  const t = useTexts(goodsTexts);
  const { picture_issues: lost } = item;
  if (lost.length === 0) return null;
  return (
    <Panel className="pb-3">
      <PanelHeader
        title={t("lost_pictures", { count: lost.length })}
        end={
          act?.again === "retry_pictures" ? (
            <Button size="sm" pending={act.retrying} onClick={act.retry}>
              {t("retry_pictures")}
            </Button>
          ) : null
        }
      />
      <ul className="grid max-h-60 gap-2 overflow-auto px-4 text-13">
        {lost.map((one) => (
          <li key={one.url} className="grid gap-0.5">
            <span className="wrap-anywhere">{one.message}</span>
            <span className="truncate text-12 text-subtle" title={one.url}>
              {one.url}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
