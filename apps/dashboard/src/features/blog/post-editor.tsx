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
import { blogKey, deletePost, type Post, postQuery } from "@/api/blog";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { RoleGate } from "@/shell/role-gate";
import { PostForm } from "./post-form";
import { PostStatus } from "./post-status";
import { blogTexts } from "./texts";

/** A post that is yet to be written. */
export function NewPost() {
  const t = useTexts(blogTexts);
  const store = useStore();
  const router = useRouter();
  const home = `/stores/${store.id}/blog`;
  return (
    <RoleGate what="content" back={home}>
      <Page form>
        <PageHeader title={t("post_new")} />
        <PostForm
          store={store}
          post={null}
          onSaved={(saved) => router.replace(`${home}/${saved.id}`)}
        />
      </Page>
    </RoleGate>
  );
}

/** One post: its text, its picture, its address, when shoppers see it. */
export function PostEditor({ id }: { id: string }) {
  const t = useTexts(blogTexts);
  const store = useStore();
  const query = useQuery(postQuery(store.id, id));
  return (
    <OneThing
      query={query}
      missing={{
        drawing: <ShelfDrawing />,
        title: t("missing"),
        body: t("missing_body"),
        action: t("missing_back"),
        href: `/stores/${store.id}/blog`,
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
      {(post) => <Known key={post.id} post={post} />}
    </OneThing>
  );
}

function Known({ post }: { post: Post }) {
  const t = useTexts(blogTexts);
  const store = useStore();
  usePageLabel(post.title);
  const may = useMay();
  return (
    <Page form>
      <PageHeader
        title={post.title}
        status={<PostStatus state={post.state} />}
        actions={
          post.state === "published" ? (
            <Button asChild>
              <a
                href={`${store.storefront_url}/blog/${post.slug}`}
                target="_blank"
                rel="noreferrer"
              >
                <ExternalLink aria-hidden />
                {t("see_post")}
              </a>
            </Button>
          ) : null
        }
      />
      <PostForm store={store} post={post} onSaved={() => undefined} />
      {may("content") ? <DeletePost post={post} /> : null}
    </Page>
  );
}

function DeletePost({ post }: { post: Post }) {
  const t = useTexts(blogTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const name = post.title;
  const remove = useMutation({
    mutationFn: () => deletePost(store.id, post.id),
    onSuccess: async () => {
      toast.success(t("post_deleted", { name }));
      router.replace(`/stores/${store.id}/blog`);
      await client.invalidateQueries({ queryKey: blogKey(store.id), refetchType: "none" });
    },
  });
  return (
    <DangerZone
      label={t("post_delete")}
      note={t("post_delete_body")}
      title={t("post_delete_title", { name })}
      body={t("post_delete_body")}
      action={t("post_delete_do", { name })}
      act={remove}
    />
  );
}
