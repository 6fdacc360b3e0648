"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import Link from "next/link";
import { faceTexts } from "../face/texts";

/** The first page: where to begin. The review takes its place once there is something to review. */
export function Home() {
  const t = useTexts(faceTexts);
  const { base } = usePlace();
  return (
    <Page form>
      <PageHeader title={t("home")} />
      <Panel>
        <EmptyState
          drawing={<ShelfDrawing />}
          title={t("start_title")}
          actions={
            <Button asChild variant="primary">
              <Link href={`${base}/app/connection`}>{t("start_connection")}</Link>
            </Button>
          }
        >
          {t("start_body")}
        </EmptyState>
      </Panel>
    </Page>
  );
}
