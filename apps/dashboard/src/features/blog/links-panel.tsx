"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { type LinkSuggestion, linksQuery, type Post } from "@/api/blog";
import { useMay } from "@/shell/may";
import { blogTexts } from "./texts";
import { withLink } from "./values";

/** What of the shop the text names and does not link. */
export function LinksPanel({
  storeId,
  post,
  body,
  onBody,
}: {
  storeId: string;
  post: Post;
  body: string;
  onBody: (html: string) => void;
}) {
  const t = useTexts(blogTexts);
  const may = useMay();
  const found = useQuery(linksQuery(storeId, post.id, post.updated_at));
  if (!found.data || post.body === "") return null;
  // What was linked since in the form is no news, though it is not saved yet.
  const open = found.data.filter((one) => !body.includes(`href="${one.path}"`));
  function add({ phrase, path }: LinkSuggestion) {
    const next = withLink(body, phrase, path);
    if (next === null) {
      toast.error(t("link_lost", { phrase }));
      return;
    }
    onBody(next);
    toast.success(t("link_added", { phrase }));
  }
  return (
    <Panel>
      <PanelHeader title={t("links")} />
      <PanelBody className="grid gap-3">
        <p className="text-12 text-subtle">{t(open.length > 0 ? "links_help" : "links_none")}</p>
        {open.length > 0 ? (
          <ul className="grid gap-2">
            {open.map((one) => (
              <li key={`${one.kind}-${one.id}`} className="flex min-w-0 items-center gap-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-13">{one.title}</span>
                  <span className="block truncate text-12 text-subtle">
                    {t(`kind_${one.kind}`)} · {one.path}
                  </span>
                </span>
                {may("content") ? (
                  <Button
                    size="icon"
                    aria-label={t("link_add", { phrase: one.phrase })}
                    onClick={() => add(one)}
                  >
                    <Link2 aria-hidden />
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
