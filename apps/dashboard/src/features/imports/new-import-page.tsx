"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { sortRefusal } from "@ecomm/ui/lib/form-errors";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileArchive } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { importsKey, startImport } from "@/api/imports";
import { useStore } from "@/features/stores/store-context";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { FileDrop } from "./file-drop";
import { importsTexts } from "./texts";

const CSV_MB = 100;
const ZIP_MB = 500;

/** Choose a CSV and perhaps a ZIP of pictures; the first run only checks. */
export function NewImportPage() {
  const store = useStore();
  return (
    <RoleGate what="catalog" back={`/stores/${store.id}/imports`}>
      <NewImportForm />
    </RoleGate>
  );
}

function NewImportForm() {
  const t = useTexts(importsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [images, setImages] = useState<File | null>(null);
  const [wrong, setWrong] = useState<{ file?: string; images?: string }>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [ratio, setRatio] = useState(0);

  const start = useMutation({
    mutationFn: (csv: File) => startImport(store.id, csv, images, setRatio),
    onSuccess: async (job) => {
      await client.invalidateQueries({ queryKey: importsKey(store.id), exact: true });
      router.push(`/stores/${store.id}/imports/${job.id}`);
    },
    onError: (error) => {
      if (!isApiError(error) || error.status >= 500 || error.status === 0) {
        setProblem(troubleText(error, shell));
        return;
      }
      const sorted = sortRefusal(error, { shows: (name) => name === "file" || name === "images" });
      const of = (name: string) => sorted.fields.find((entry) => entry.field === name)?.message;
      setWrong({
        ...(of("file") ? { file: of("file") as string } : {}),
        ...(of("images") ? { images: of("images") as string } : {}),
      });
      setProblem(sorted.general.join(" ") || null);
    },
  });

  function chooseCsv(next: File | null) {
    setProblem(null);
    if (next && !/\.(csv|txt)$/i.test(next.name) && !next.type.includes("csv")) {
      setWrong({ ...wrong, file: t("file_not_csv", { name: next.name }) });
    } else if (next && next.size > CSV_MB * 1_000_000) {
      setWrong({ ...wrong, file: t("file_too_big", { name: next.name, max: CSV_MB }) });
    } else {
      const { file: _old, ...rest } = wrong;
      setWrong(rest);
      setFile(next);
    }
  }

  function chooseZip(next: File | null) {
    setProblem(null);
    if (next && !/\.zip$/i.test(next.name)) {
      setWrong({ ...wrong, images: t("images_not_zip", { name: next.name }) });
    } else if (next && next.size > ZIP_MB * 1_000_000) {
      setWrong({ ...wrong, images: t("file_too_big", { name: next.name, max: ZIP_MB }) });
    } else {
      const { images: _old, ...rest } = wrong;
      setWrong(rest);
      setImages(next);
    }
  }

  return (
    <Page className="mx-auto max-w-180">
      <PageHeader title={t("new_title")} sub={t("lead")} />
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          if (start.isPending) return;
          if (file) start.mutate(file);
          else setWrong({ ...wrong, file: t("file_missing") });
        }}
      >
        <FormProblem>{problem}</FormProblem>
        <Panel className="grid gap-4 p-4">
          <FileDrop
            label={t("file")}
            prompt={t("file_drop")}
            hint={t("file_hint")}
            accept=".csv,text/csv"
            file={file}
            error={wrong.file}
            disabled={start.isPending}
            onFile={chooseCsv}
          />
          <FileDrop
            label={t("images")}
            prompt={t("images_drop")}
            hint={t("images_hint")}
            help={t("images_help")}
            accept=".zip,application/zip"
            icon={FileArchive}
            file={images}
            error={wrong.images}
            disabled={start.isPending}
            onFile={chooseZip}
          />
          {start.isPending ? <Progress value={ratio} label={t("uploading")} size="md" /> : null}
        </Panel>
        <div className="flex justify-end">
          <Button
            type="submit"
            variant="primary"
            pending={start.isPending}
            className="w-full md:w-auto"
          >
            {start.isPending ? t("uploading") : t("check")}
          </Button>
        </div>
        <Panel>
          <PanelHeader title={t("how_title")} />
          <ol className="grid gap-2 px-4 pb-4 text-13 text-muted">
            {[t("how_1"), t("how_2"), t("how_3")].map((text, at) => (
              <li key={text} className="flex gap-3">
                <span className="num grid size-5 shrink-0 place-items-center rounded-full bg-sunken text-12 font-medium text-text inset-ring inset-ring-border">
                  {at + 1}
                </span>
                {text}
              </li>
            ))}
          </ol>
        </Panel>
      </form>
    </Page>
  );
}
