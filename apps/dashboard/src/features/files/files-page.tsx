"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { currenciesQuery, fileOf } from "@/api/selling";
import { importSheet, type SheetRoom } from "@/api/sheets";
import { localesQuery } from "@/api/translations";
import { SheetDialog } from "@/features/sheets/sheet-dialog";
import { sheetTexts } from "@/features/sheets/texts";
import { useStore } from "@/features/stores/store-context";
import { languageName } from "@/features/translations/names";
import { useMay } from "@/shell/may";
import { filesTexts } from "./texts";

interface File {
  key: string;
  name: string;
  note?: string;
  /** Where the export is; null: it is made on a page of its own. */
  file: string | null;
  room?: SheetRoom;
  page?: string;
}

/** Every kind of file a store reads and writes. */
export function FilesPage() {
  const t = useTexts(filesTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const currencies = useQuery(currenciesQuery(store.id));
  const locales = useQuery(localesQuery(store.id));
  const [importing, setImporting] = useState<File | null>(null);
  const home = `/stores/${store.id}`;
  const sheets: File[] = [
    ...(["inventory", "categories", "collections", "discounts"] as const).map((room) => ({
      key: room,
      name: t(room),
      file: `${room}/export`,
      room,
    })),
    ...(currencies.data?.currencies ?? []).map(({ currency }) => ({
      key: currency,
      name: t("prices", { currency }),
      file: `price-lists/export?currency=${currency}`,
      room: "price-lists" as const,
    })),
    ...(locales.data?.locales ?? []).map(({ locale }) => ({
      key: locale,
      name: t("translations", { name: languageName(locale, t.locale) }),
      note: t("translations_note"),
      file: null,
      room: `translations/${locale}` as const,
      page: `${home}/translations?locale=${locale}`,
    })),
    ...(may("balances")
      ? [
          {
            key: "gift-cards",
            name: t("gift_cards"),
            note: t("gift_cards_note"),
            file: "gift-cards/export",
          },
        ]
      : []),
  ];
  const jobs: File[] = [
    {
      key: "products",
      name: t("to_imports"),
      note: t("products_note"),
      file: null,
      page: `${home}/imports`,
    },
    { key: "customers", name: t("customers"), file: null, page: `${home}/customers` },
    { key: "redirects", name: t("redirects"), file: null, page: `${home}/redirects` },
  ];
  return (
    <Page className="mx-auto grid w-full max-w-220 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4">
      <PageHeader title={t("title")} sub={t("intro")} />
      <Files title={t("whole")} files={sheets} onImport={setImporting} />
      <Files title={t("jobs")} files={jobs} onImport={setImporting} />
      {importing?.room ? (
        <SheetDialog
          name={importing.name}
          send={(csv, dry) => importSheet(store.id, importing.room as SheetRoom, csv, dry)}
          onApplied={() => client.invalidateQueries({ queryKey: ["store", store.id] })}
          onClose={() => setImporting(null)}
        />
      ) : null}
    </Page>
  );
}

function Files({
  title,
  files,
  onImport,
}: {
  title: ReactNode;
  files: readonly File[];
  onImport: (file: File) => void;
}) {
  const t = useTexts(filesTexts);
  const words = useTexts(sheetTexts);
  const store = useStore();
  const may = useMay();
  return (
    <Panel>
      <PanelHeader title={title} />
      <ul>
        {files.map((one) => (
          <li
            key={one.key}
            className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13"
          >
            <span className="min-w-0 flex-1 max-sm:basis-full">
              <span className="block truncate font-medium">{one.name}</span>
              {one.note ? <span className="block text-12 text-subtle">{one.note}</span> : null}
            </span>
            <span className="flex gap-2">
              {one.page ? (
                <Button asChild size="sm">
                  <Link href={one.page} aria-label={t("open_named", { name: one.name })}>
                    {t("open")}
                  </Link>
                </Button>
              ) : null}
              {one.file ? (
                <Button asChild size="sm">
                  <a
                    href={fileOf(store.id, one.file)}
                    download
                    aria-label={t("export_named", { name: one.name })}
                  >
                    {words("export")}
                  </a>
                </Button>
              ) : null}
              {one.room && may("catalog") ? (
                <Button
                  size="sm"
                  aria-label={t("import_named", { name: one.name })}
                  onClick={() => onImport(one)}
                >
                  {words("import")}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
