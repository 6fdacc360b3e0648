"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { ViewTabs } from "@ecomm/ui/tabs";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useStore } from "@/features/stores/store-context";
import { mailsTexts } from "./texts";

export type MailsTab = "templates" | "sender" | "sent";

/** Where each page of mails is. */
export function useMailTabs(current: MailsTab) {
  const t = useTexts(mailsTexts);
  const store = useStore();
  const router = useRouter();
  const home = `/stores/${store.id}/mails`;
  return {
    label: t("tabs"),
    current,
    onChoose: (key: string) => router.push(key === "templates" ? home : `${home}/${key}`),
    views: [
      { key: "templates", label: t("tab_templates") },
      { key: "sender", label: t("tab_sender") },
      { key: "sent", label: t("tab_sent") },
    ],
  };
}

/** A page of mails that is no table: title and the way to the others. */
export function MailsFrame({ tab, children }: { tab: MailsTab; children: ReactNode }) {
  const t = useTexts(mailsTexts);
  const tabs = useMailTabs(tab);
  return (
    <Page className="mx-auto max-w-220 flex-1">
      <PageHeader title={t("title")} />
      <ViewTabs {...tabs} />
      <div className="mt-4 grid gap-4">{children}</div>
    </Page>
  );
}
