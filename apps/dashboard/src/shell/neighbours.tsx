"use client";

import { IconButton } from "@ecomm/ui/button";
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";

interface Listed {
  items?: { id: string }[];
}

/** Previous and next of the list one came from, where it is still known. */
export function Neighbours({
  listKey,
  current,
  href,
  labels,
}: {
  listKey: readonly unknown[];
  current: string;
  href: (id: string) => string;
  labels: { previous: string; next: string };
}) {
  const client = useQueryClient();
  const lists = client
    .getQueryCache()
    .findAll({ queryKey: listKey })
    .filter((query) =>
      (query.state.data as Listed | undefined)?.items?.some((i) => i.id === current),
    )
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  const items = (lists[0]?.state.data as Listed | undefined)?.items ?? [];
  const at = items.findIndex((item) => item.id === current);
  if (at < 0 || items.length < 2) return null;
  const step = (to: number, label: string, Icon: typeof ChevronUp) => {
    const id = items[to]?.id;
    return id ? (
      <IconButton asChild label={label}>
        <Link href={href(id)}>
          <Icon aria-hidden />
        </Link>
      </IconButton>
    ) : (
      <IconButton label={label} disabled>
        <Icon aria-hidden />
      </IconButton>
    );
  };
  return (
    <span data-fixed className="flex gap-1 max-md:hidden">
      {step(at - 1, labels.previous, ChevronUp)}
      {step(at + 1, labels.next, ChevronDown)}
    </span>
  );
}
