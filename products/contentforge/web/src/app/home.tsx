"use client";

import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { faceTexts } from "../face/texts";

/** The first page: where to begin. The review takes its place once there is something to review. */
export function Home() {
  const t = useTexts(faceTexts);
  return (
    <Page form>
      <PageHeader title={t("home")} />
      <Panel>
        <EmptyState drawing={<ShelfDrawing />} title={t("start_title")}>
          {t("start_body")}
        </EmptyState>
      </Panel>
    </Page>
  );
}
