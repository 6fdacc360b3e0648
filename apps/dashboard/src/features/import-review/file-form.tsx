"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { DialogBody, DialogClose, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { sortRefusal } from "@ecomm/ui/lib/form-errors";
import { Progress } from "@ecomm/ui/progress";
import { uiTexts } from "@ecomm/ui/texts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileArchive } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { goodsImportsKey, startGoodsFile } from "@/api/goods-imports";
import { importsKey } from "@/api/imports";
import { FileDrop } from "@/features/imports/file-drop";
import { importsTexts } from "@/features/imports/texts";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { goodsTexts } from "./texts";

const MB = { file: 100, images: 500 } as const;
type Slot = keyof typeof MB;

/** A list, perhaps with pictures; or pictures alone. What comes of it is told on the file's page. */
export function FileForm({ storeId, what }: { storeId: string; what: "list" | "pictures" }) {
  const t = useTexts(goodsTexts);
  const words = useTexts(importsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const client = useQueryClient();
  const [files, setFiles] = useState<Record<Slot, File | null>>({ file: null, images: null });
  const [wrong, setWrong] = useState<Partial<Record<Slot, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [ratio, setRatio] = useState(0);
  const needed: Slot = what === "list" ? "file" : "images";
  const start = useMutation({
    mutationFn: () => startGoodsFile(storeId, files.file, files.images, setRatio),
    onSuccess: async (job) => {
      router.push(`/stores/${storeId}/imports/${job.id}`);
      await Promise.all([
        client.invalidateQueries({ queryKey: importsKey(storeId), exact: true }),
        client.invalidateQueries({ queryKey: goodsImportsKey(storeId) }),
      ]);
    },
    onError: (error) => {
      if (!isApiError(error) || error.status >= 500 || error.status === 0) {
        setProblem(troubleText(error, shell));
        return;
      }
      const sorted = sortRefusal(error, { shows: (name) => name === needed || name === "images" });
      const found = sorted.fields.find(({ field }) => field === "file" || field === "images");
      if (found) setWrong({ [found.field as Slot]: found.message });
      setProblem(sorted.general.join(" ") || null);
    },
  });

  function choose(slot: Slot, next: File | null) {
    setProblem(null);
    const kind = slot === "file" ? /\.(csv|txt)$/i : /\.zip$/i;
    const trouble = !next
      ? undefined
      : !kind.test(next.name)
        ? words(slot === "file" ? "file_not_csv" : "images_not_zip", { name: next.name })
        : next.size > MB[slot] * 1_000_000
          ? words("file_too_big", { name: next.name, max: MB[slot] })
          : undefined;
    setWrong(trouble ? { [slot]: trouble } : {});
    if (!trouble) setFiles((all) => ({ ...all, [slot]: next }));
  }

  const drop = (slot: Slot, texts: { prompt: string; hint: string; help: string }) => (
    <FileDrop
      label={words(slot)}
      {...texts}
      accept={slot === "file" ? ".csv,text/csv" : ".zip,application/zip"}
      {...(slot === "images" ? { icon: FileArchive } : {})}
      file={files[slot]}
      error={wrong[slot]}
      disabled={start.isPending}
      onFile={(next) => choose(slot, next)}
    />
  );
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        setProblem(null);
        if (start.isPending) return;
        if (files[needed]) start.mutate();
        else setWrong({ [needed]: t(what === "list" ? "list_missing" : "pictures_missing") });
      }}
    >
      <DialogBody className="grid gap-4">
        <FormProblem>{problem}</FormProblem>
        {what === "list"
          ? drop("file", {
              prompt: words("file_drop"),
              hint: t("list_hint"),
              help: t("list_help"),
            })
          : null}
        {drop("images", {
          prompt: words("images_drop"),
          hint: what === "list" ? words("images_hint") : t("pictures_hint"),
          help: what === "list" ? words("images_help") : t("pictures_help"),
        })}
        {start.isPending ? <Progress value={ratio} label={words("uploading")} size="md" /> : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={start.isPending}>
          {start.isPending ? words("uploading") : t("file_do")}
        </Button>
      </DialogFooter>
    </form>
  );
}
