"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { type BulkBody, previewBulkEdit } from "@/api/bulk-edits";
import type { Store } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { BulkDiff } from "./bulk-diff";
import { ChangeRow } from "./change-row";
import { type Change, change, toOperations } from "./operations";
import { bulkTexts } from "./texts";

/** Which products: by ids, or all that a filter finds. */
export type Selection = Pick<BulkBody, "ids"> | Pick<BulkBody, "filter">;

const MAX = 20;

/** Puts changes together, shows what they would do, then does it. */
export function BulkDialog({
  store,
  selection,
  count,
  onClose,
  onStart,
}: {
  store: Store;
  selection: Selection;
  count: number | null;
  onClose: () => void;
  onStart: (body: BulkBody, key: string) => void;
}) {
  const t = useTexts(bulkTexts);
  const shell = useTexts(shellTexts);
  const key = useRef(crypto.randomUUID());
  const [changes, setChanges] = useState<Change[]>(() => [change()]);
  const operations = toOperations(changes);
  const preview = useMutation({
    mutationFn: (body: BulkBody) => previewBulkEdit(store.id, body),
  });
  const set = (which: string, next: Partial<Change>) =>
    setChanges(changes.map((one) => (one.key === which ? { ...one, ...next } : one)));
  const found = preview.data;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={count === null ? t("edit_filtered") : t("edit_title", { count })}
        description={t("edit_body")}
        className="max-w-160"
      >
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (!operations) return;
            const body = { ...selection, operations };
            if (found) onStart(body, key.current);
            else preview.mutate(body);
          }}
        >
          <DialogBody className="grid content-start gap-3">
            <FormProblem>{preview.error ? troubleText(preview.error, shell) : null}</FormProblem>
            {found ? (
              <>
                <p role="status" className="num text-13">
                  {t("found", { total: found.total, changed: found.changed })}{" "}
                  {found.failed > 0 ? t("found_failed", { count: found.failed }) : null}{" "}
                  {found.total > found.shown ? t("shown", { count: found.shown }) : null}
                </p>
                <BulkDiff items={found.items} currency={store.currency} />
              </>
            ) : (
              <>
                <ul className="grid gap-2">
                  {changes.map((one, index) => (
                    <ChangeRow
                      key={one.key}
                      store={store}
                      one={one}
                      n={index + 1}
                      onChange={(next) => set(one.key, next)}
                      onRemove={
                        changes.length > 1
                          ? () => setChanges(changes.filter((other) => other.key !== one.key))
                          : null
                      }
                    />
                  ))}
                </ul>
                <div>
                  <Button
                    disabled={changes.length >= MAX}
                    onClick={() => setChanges([...changes, change("add_tags")])}
                  >
                    <Plus aria-hidden />
                    {t("add")}
                  </Button>
                </div>
              </>
            )}
          </DialogBody>
          <DialogFooter>
            {found ? <Button onClick={() => preview.reset()}>{t("back")}</Button> : null}
            <Button
              type="submit"
              variant="primary"
              pending={preview.isPending}
              disabled={operations === null || found?.total === 0}
            >
              {found ? t("apply", { count: found.total }) : t("look")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
