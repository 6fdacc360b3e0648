"use client";

import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@ecomm/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { partnersQuery } from "@/api/partners";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { Affiliate } from "./affiliate";
import { Invitations } from "./invitations";
import { partnersTexts } from "./texts";

/** Businesses that bring businesses: one's invitation, and the link that earns. */
export function PartnersPage() {
  const t = useTexts(partnersTexts);
  const shell = useTexts(shellTexts);
  const query = useQuery(partnersQuery);
  const error = loadError(query, shell);
  const found = query.data;
  if (found && !found.open && !found.affiliate && !found.introduced_by) {
    return (
      <Page>
        <EmptyState
          drawing={<ShopDrawing />}
          wholePage
          title={t("off_title")}
          actions={
            <Button asChild variant="primary">
              <Link href="/stores">{t("off_back")}</Link>
            </Button>
          }
        >
          {t("off_body")}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page form className="flex-1">
      <PageHeader
        title={t("title")}
        sub={t("lead")}
        status={found?.test ? <Badge>{t("test")}</Badge> : null}
      />
      {error ? (
        <LoadError error={error} />
      ) : found === undefined ? (
        <div className="grid gap-4" aria-busy="true">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-40 w-full" />
          <Skeleton className="h-32 w-full" />
        </div>
      ) : (
        <Tabs defaultValue="invite">
          <TabsList aria-label={t("tabs")} className="mb-4">
            <TabsTrigger value="invite">{t("tab_invite")}</TabsTrigger>
            <TabsTrigger value="affiliate">{t("tab_affiliate")}</TabsTrigger>
          </TabsList>
          <TabsContent value="invite">
            <Invitations found={found} />
          </TabsContent>
          <TabsContent value="affiliate">
            <Affiliate found={found} />
          </TabsContent>
        </Tabs>
      )}
    </Page>
  );
}
