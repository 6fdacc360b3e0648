"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Settings2 } from "lucide-react";
import Link from "next/link";
import { type Notification, notificationsQuery } from "@/api/notifications";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { here, useAgo } from "./ago";
import { useMarking } from "./marking";
import { notificationsTexts } from "./texts";
import { detailOf, newestOf, pageOf, wordsOf } from "./words";

const SHOWN = 8;

/** What the bell opens: the newest, unread ones first. */
export function Newest({ unread, onLeave }: { unread: number; onLeave: () => void }) {
  const t = useTexts(notificationsTexts);
  const shell = useTexts(shellTexts);
  const marking = useMarking();
  const newest = useQuery({
    ...notificationsQuery({ order: "unread_first", per_page: SHOWN }),
    staleTime: 0,
  });
  const error = loadError(newest, shell);
  const items = newest.data?.items;
  const last = newestOf(items ?? []);
  return (
    <>
      <div className="flex min-h-12 items-center gap-2 border-b px-4">
        <h2 className="text-14 font-semibold">{t("title")}</h2>
        <Button
          size="sm"
          variant="ghost"
          className="ms-auto"
          disabled={unread === 0 || !last}
          pending={marking.isPending}
          onClick={() =>
            marking.mutate({ read: true, ids: null, ...(last ? { until: last } : {}) })
          }
        >
          {t("mark_all")}
        </Button>
      </div>
      {error ? (
        <LoadError error={error} />
      ) : items === undefined ? (
        <div aria-busy="true" className="grid gap-3 p-4">
          <Skeleton className="w-full" />
          <Skeleton className="w-2/3" />
        </div>
      ) : items.length === 0 ? (
        <EmptyState drawing={<TrayDrawing />} title={t("empty_title")}>
          {t("empty_body")}
        </EmptyState>
      ) : (
        <ul className="max-h-[min(26rem,60vh)] overflow-y-auto py-1">
          {items.map((item) => (
            <Item
              key={item.id}
              item={item}
              onOpen={() => {
                if (item.read_at === null) marking.mutate({ read: true, ids: [item.id] });
                onLeave();
              }}
            />
          ))}
        </ul>
      )}
      <footer className="flex items-center gap-2 border-t px-2 py-2">
        <Button asChild size="sm" variant="ghost">
          <Link href="/notifications" onClick={onLeave}>
            {t("see_all")}
          </Link>
        </Button>
        <Button asChild size="sm" variant="ghost" className="ms-auto">
          <Link href="/profile#notifications" onClick={onLeave}>
            <Settings2 aria-hidden />
            {t("choose")}
          </Link>
        </Button>
      </footer>
    </>
  );
}

function Item({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const t = useTexts(notificationsTexts);
  const ago = useAgo();
  const fresh = item.read_at === null;
  const detail = detailOf(item, t.locale);
  return (
    <li>
      <Link
        href={pageOf(item)}
        onClick={onOpen}
        className="flex gap-3 px-4 py-2.5 text-13 -outline-offset-2 hover:bg-sunken"
      >
        <Mark fresh={fresh} label={t("unread")} />
        <span className="grid min-w-0 flex-1 gap-0.5">
          <span className={cn("line-clamp-2 wrap-anywhere", fresh ? "font-medium" : "text-muted")}>
            {wordsOf(item, t, here())}
          </span>
          <span className="flex min-w-0 gap-1.5 text-12 text-subtle">
            <span className="truncate">{item.store_name}</span>
            {detail ? <span className="num shrink-0">· {detail}</span> : null}
            <time dateTime={item.at} className="num ms-auto shrink-0">
              {ago(item.at)}
            </time>
          </span>
        </span>
      </Link>
    </li>
  );
}

/** A dot for what is unread, said to those who do not see it. */
export function Mark({ fresh, label }: { fresh: boolean; label: string }) {
  return (
    <span className="grid h-5 w-2 shrink-0 place-items-center">
      {fresh ? (
        <>
          <span aria-hidden className="size-2 rounded-full bg-accent" />
          <span className="sr-only">{label}</span>
        </>
      ) : null}
    </span>
  );
}
