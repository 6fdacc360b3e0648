"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { restoreTemplate, type Template, versionsQuery } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { mailsTexts } from "./texts";

/** Every version of a mail's words, newest first. */
export function History({
  template,
  mayRestore,
  onClose,
  onRestored,
}: {
  template: Template;
  mayRestore: boolean;
  onClose: () => void;
  onRestored: (template: Template) => void;
}) {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const versions = useQuery(versionsQuery(store.id, template.kind));
  const restore = useMutation({
    mutationFn: (version: number) => restoreTemplate(store.id, template.kind, version),
    onSuccess: (restored, version) => {
      toast.success(t("restored", { version }));
      onRestored(restored);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const error = loadError(versions, shell);
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={t("history")} description={t("history_lead")}>
        <DialogBody>
          {error ? (
            <LoadError error={error} />
          ) : versions.data === undefined ? (
            <Skeleton className="h-24" />
          ) : versions.data.length === 0 ? (
            <p className="text-13 text-muted">{t("history_empty")}</p>
          ) : (
            <ul>
              {versions.data.map((version) => (
                <li
                  key={version.version}
                  className="flex items-center gap-3 border-t py-2.5 text-13 first:border-0"
                >
                  <span className="min-w-0 flex-1">
                    <span className="flex items-center gap-2 font-medium">
                      {t("version", { version: version.version })}
                      {version.version === template.version ? <Badge>{t("current")}</Badge> : null}
                    </span>
                    <span className="block truncate text-12 text-subtle">
                      {formatDate(version.created_at, "full", t.locale, store.timezone)} ·{" "}
                      {version.subject ?? t("version_standard")}
                    </span>
                  </span>
                  {mayRestore && version.version !== template.version ? (
                    <Button
                      size="sm"
                      aria-label={t("restore_named", { version: version.version })}
                      pending={restore.isPending && restore.variables === version.version}
                      onClick={() => restore.mutate(version.version)}
                    >
                      {t("restore")}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
