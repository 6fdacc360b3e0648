"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, Panel } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import Link from "next/link";
import type { ReactNode } from "react";
import { LoadError } from "./load-error";
import { shellTexts } from "./texts";
import { isMissing, loadError } from "./trouble";

/** A page about one thing: waits for it, and says so where it does not exist or does not load. */
export function OneThing<Thing>({
  query,
  missing,
  skeleton,
  children,
}: {
  query: { data: Thing | undefined; error: unknown; refetch: () => unknown };
  missing: { drawing: ReactNode; title: string; body: string; action: string; href: string };
  skeleton: ReactNode;
  children: (thing: Thing) => ReactNode;
}) {
  const t = useTexts(shellTexts);
  if (query.data !== undefined) return children(query.data);
  if (isMissing(query.error)) {
    return (
      <Page>
        <EmptyState
          drawing={missing.drawing}
          wholePage
          title={missing.title}
          actions={
            <Button asChild variant="primary">
              <Link href={missing.href}>{missing.action}</Link>
            </Button>
          }
        >
          {missing.body}
        </EmptyState>
      </Page>
    );
  }
  const error = loadError(query, t);
  return (
    <Page form>
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : (
        <div aria-busy="true">{skeleton}</div>
      )}
    </Page>
  );
}
