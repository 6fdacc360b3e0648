"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import type { ProductApp } from "@ecomm/suite-kit/product";
import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { EmptyState } from "@ecomm/ui/states";
import Link from "next/link";
import { useParams } from "next/navigation";
import { frameTexts } from "./texts";

/** A page of a product's dashboard, by the first segment of its address. */
export function AppPage({ app }: { app: ProductApp }) {
  const t = useTexts(frameTexts);
  const { base } = usePlace();
  const { path } = useParams<{ path?: string[] }>();
  const [first = "", ...rest] = path ?? [];
  const Found = Object.hasOwn(app.pages, first) ? app.pages[first] : undefined;
  if (Found) return <Found path={rest} />;
  return (
    <EmptyState
      wholePage
      drawing={<ShelfDrawing />}
      title={t("missing_title")}
      actions={
        <Button asChild variant="primary">
          <Link href={`${base}/app`}>{t("missing_action")}</Link>
        </Button>
      }
    >
      {t("missing_body")}
    </EmptyState>
  );
}
