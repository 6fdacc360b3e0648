import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { EmptyState } from "@ecomm/ui/states";
import Link from "next/link";
import { shellTexts } from "@/shell/texts";

export default function NotFound() {
  const t = shellTexts.translator("en");
  return (
    <main className="grid min-h-dvh place-content-center bg-surface">
      <EmptyState
        drawing={<ShopDrawing />}
        wholePage
        title={t("page_missing_title")}
        actions={
          <Button asChild variant="primary">
            <Link href="/stores">{t("page_missing_action")}</Link>
          </Button>
        }
      >
        {t("page_missing_body")}
      </EmptyState>
    </main>
  );
}
