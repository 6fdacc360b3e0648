"use client";

import { IconButton } from "@ecomm/ui/button";
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";

interface Listed {
  items?: { id: string }[];
}

/** The ids before and after this one in the list one came from, where that is still known. */
export function useNeighbours(
  listKey: readonly unknown[],
  current: string,
): { previous: string | undefined; next: string | undefined; known: boolean } {
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
  if (at < 0 || items.length < 2) return { previous: undefined, next: undefined, known: false };
  return { previous: items[at - 1]?.id, next: items[at + 1]?.id, known: true };
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
  const { previous, next, known } = useNeighbours(listKey, current);
  if (!known) return null;
  const step = (id: string | undefined, label: string, Icon: typeof ChevronUp) =>
    id ? (
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
  return (
    <span data-fixed className="flex gap-1 max-md:hidden">
      {step(previous, labels.previous, ChevronUp)}
      {step(next, labels.next, ChevronDown)}
    </span>
  );
}
