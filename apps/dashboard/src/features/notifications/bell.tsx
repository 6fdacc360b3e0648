"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { unreadQuery } from "@/api/notifications";
import { bellTexts } from "./bell-texts";

const Newest = dynamic(() => import("./newest").then((part) => part.Newest), {
  ssr: false,
  loading: () => <Skeleton className="m-4 w-56" />,
});

const MOST = 99;

/** The bell with the count of what is unread; opened, the newest. */
export function Bell({ on }: { on: boolean }) {
  const t = useTexts(bellTexts);
  const { data: unread = 0 } = useQuery({ ...unreadQuery, enabled: on });
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <IconButton label={t("bell", { count: unread })} className="relative" disabled={!on}>
          <BellIcon aria-hidden />
          {unread > 0 ? (
            <span
              aria-hidden
              className="num absolute start-1/2 -top-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-11 font-semibold text-on-accent ring-2 ring-surface"
            >
              {unread > MOST ? t("many") : unread}
            </span>
          ) : null}
        </IconButton>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={t("title")}
        className="w-[min(24rem,calc(100vw-16px))] p-0"
      >
        <Newest unread={unread} onLeave={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

/** Says to screen readers, when it suits them, that something came. Silent about what was there. */
export function Arrivals({ on }: { on: boolean }) {
  const t = useTexts(bellTexts);
  const { data: unread } = useQuery({ ...unreadQuery, enabled: on });
  const before = useRef<number | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    if (unread === undefined) return;
    const count = before.current === null ? 0 : unread - before.current;
    before.current = unread;
    setWords(count > 0 ? t("arrived", { count, unread }) : "");
  }, [unread, t]);
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}
