"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useParams, useRouter } from "next/navigation";
import { useRef } from "react";
import {
  type Collection,
  collectionQuery,
  collectionsKey,
  createCollection,
  deleteCollection,
  updateCollection,
} from "@/api/collections";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import { CollectionForm } from "./collection-form";
import { Shown } from "./collections-page";
import { MembersPanel } from "./members-panel";
import { collectionsTexts } from "./texts";
import { blank, fromCollection, toBody, toPatch, type Values } from "./values";

/** A collection that does not exist yet. */
export function NewCollectionPage() {
  const t = useTexts(collectionsTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const home = `/stores/${store.id}/collections`;

  async function save(values: Values): Promise<Values> {
    const made = await createCollection(store.id, toBody(values), key.current);
    key.current = crypto.randomUUID();
    client.setQueryData(collectionQuery(store.id, made.id).queryKey, made);
    await client.invalidateQueries({ queryKey: collectionsKey(store.id) });
    toast.success(t("created", { name: made.title }));
    router.replace(`${home}/${made.id}`);
    return fromCollection(made);
  }

  return (
    <RoleGate what="catalog" back={home}>
      <Page form>
        <PageHeader title={t("new_title")} />
        <CollectionForm store={store} collection={null} initial={blank()} save={save} />
      </Page>
    </RoleGate>
  );
}

/** An existing collection. */
export function CollectionPage() {
  const t = useTexts(collectionsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { collectionId } = useParams<{ collectionId: string }>();
  const collection = useQuery(collectionQuery(store.id, collectionId));
  usePageLabel(
    collection.data?.title ?? (isMissing(collection.error) ? shell("missing_crumb") : null),
  );
  return (
    <OneThing
      query={collection}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/collections`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-48 w-full rounded-panel" />
          <Skeleton className="h-64 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Editor key={found.id} collection={found} />}
    </OneThing>
  );
}

function Editor({ collection }: { collection: Collection }) {
  const t = useTexts(collectionsTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();

  async function save(values: Values): Promise<Values> {
    const saved = await updateCollection(store.id, collection.id, toPatch(values, collection.kind));
    client.setQueryData(collectionQuery(store.id, collection.id).queryKey, saved);
    await Promise.all([
      client.invalidateQueries({ queryKey: collectionsKey(store.id) }),
      client.invalidateQueries({
        queryKey: ["store", store.id, "collection", collection.id, "products"],
      }),
    ]);
    toast.success(t("saved"));
    return fromCollection(saved);
  }

  return (
    <Page form>
      <PageHeader
        title={collection.title}
        status={<Shown row={collection} />}
        actions={
          collection.published ? (
            <Button asChild>
              <a href={collection.storefront_url} target="_blank" rel="noreferrer">
                <ExternalLink aria-hidden />
                {t("see")}
              </a>
            </Button>
          ) : null
        }
      />
      <CollectionForm
        store={store}
        collection={collection}
        initial={fromCollection(collection)}
        save={save}
        members={<MembersPanel store={store} collection={collection} />}
      />
      {may("catalog") ? <DeleteCollection collection={collection} storeId={store.id} /> : null}
    </Page>
  );
}

function DeleteCollection({ collection, storeId }: { collection: Collection; storeId: string }) {
  const t = useTexts(collectionsTexts);
  const _shell = useTexts(shellTexts);
  const router = useRouter();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteCollection(storeId, collection.id),
    onSuccess: async () => {
      toast.success(t("deleted", { name: collection.title }));
      router.push(`/stores/${storeId}/collections`);
      await client.invalidateQueries({ queryKey: collectionsKey(storeId) });
    },
  });
  const name = collection.title;
  return (
    <DangerZone
      label={t("delete")}
      note={t("delete_note")}
      title={t("delete_title", { name })}
      body={t("delete_body", { count: collection.products })}
      action={t("delete_do", { name })}
      act={remove}
    />
  );
}
