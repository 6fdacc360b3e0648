"use client";

import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { type Kind, templateQuery } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { OneThing } from "@/shell/one-thing";
import { mailName } from "./names";
import { TemplateEditor } from "./template-editor";
import { mailsTexts } from "./texts";

/** One mail: its words, its look, its past. */
export function TemplatePage() {
  const t = useTexts(mailsTexts);
  const store = useStore();
  const { kind } = useParams<{ kind: string }>();
  const template = useQuery(templateQuery(store.id, kind as Kind));
  usePageLabel(template.data ? mailName(template.data.kind, t) : null);
  return (
    <OneThing
      query={template}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/mails`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-8 w-48" />
          <Skeleton className="h-96" />
        </div>
      }
    >
      {(found) => <TemplateEditor key={`${found.kind}-${found.version}`} template={found} />}
    </OneThing>
  );
}
