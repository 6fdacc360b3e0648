"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns, Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useRouter } from "next/navigation";
import { deletePage, pageQuery, pagesKey, type SitePage } from "@/api/site";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { PageForm } from "./page-form";
import { PageStatus } from "./pages-page";
import { siteTexts } from "./texts";

/** A page that is yet to be made. */
export function NewPage() {
  const t = useTexts(siteTexts);
  const store = useStore();
  const router = useRouter();
  const home = `/stores/${store.id}/pages`;
  return (
    <RoleGate what="content" back={home}>
      <Page form>
        <PageHeader title={t("page_new")} />
        <PageForm
          store={store}
          page={null}
          onSaved={(saved) => router.replace(`${home}/${saved.id}`)}
        />
      </Page>
    </RoleGate>
  );
}

/** One page: its text, its address, whether shoppers see it. */
export function PageEditor({ id }: { id: string }) {
  const t = useTexts(siteTexts);
  const store = useStore();
  const query = useQuery(pageQuery(store.id, id));
  return (
    <OneThing
      query={query}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("page_missing"),
        body: t("page_missing_body"),
        action: t("page_missing_back"),
        href: `/stores/${store.id}/pages`,
      }}
      skeleton={
        <>
          <Skeleton className="mb-5 h-5 w-56" />
          <DetailColumns
            main={<Skeleton className="h-120 w-full rounded-panel" />}
            side={<Skeleton className="h-64 w-full rounded-panel" />}
          />
        </>
      }
    >
      {(page) => <Known key={page.id} page={page} />}
    </OneThing>
  );
}

function Known({ page }: { page: SitePage }) {
  const t = useTexts(siteTexts);
  const store = useStore();
  usePageLabel(page.title);
  const may = useMay();
  return (
    <Page form>
      <PageHeader
        title={page.title}
        status={<PageStatus status={page.status} />}
        actions={
          page.status === "published" ? (
            <Button asChild>
              <a
                href={`${store.storefront_url}/pages/${page.slug}`}
                target="_blank"
                rel="noreferrer"
              >
                <ExternalLink aria-hidden />
                {t("see_page")}
              </a>
            </Button>
          ) : null
        }
      />
      <PageForm store={store} page={page} onSaved={() => undefined} />
      {may("content") ? <DeletePage page={page} /> : null}
    </Page>
  );
}

function DeletePage({ page }: { page: SitePage }) {
  const t = useTexts(siteTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const name = page.title;
  const remove = useMutation({
    mutationFn: () => deletePage(store.id, page.id),
    onSuccess: async () => {
      toast.success(t("page_deleted", { name }));
      router.replace(`/stores/${store.id}/pages`);
      await client.invalidateQueries({ queryKey: pagesKey(store.id), refetchType: "none" });
    },
  });
  return (
    <DangerZone
      label={t("page_delete")}
      note={t("page_delete_body")}
      title={t("page_delete_title", { name })}
      body={t("page_delete_body")}
      action={t("page_delete_do", { name })}
      act={remove}
    />
  );
}
