"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { StatusGlyph } from "@ecomm/ui/status";
import { ExternalLink } from "lucide-react";
import type { GoodsCheck, GoodsField, GoodsItem } from "@/api/goods-imports";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { useActor } from "@/shell/actors";
import { goodsTexts } from "./texts";

/** What keeps it from going on sale by itself, and what to do about it. */
export function Checks({ item }: { item: GoodsItem }) {
  const t = useTexts(goodsTexts);
  const left = item.checks.filter(({ ok }) => !ok);
  return (
    <Panel className="pb-2">
      <PanelHeader title={t("checks")} />
      {left.length === 0 ? <p className="px-4 pb-2 text-13 text-muted">{t("checks_ok")}</p> : null}
      <ul className="grid gap-2 px-4 pb-2 text-13">
        {item.checks.map((check) => (
          <Check key={check.code} check={check} ofFile={item.supplier_id === null} />
        ))}
      </ul>
    </Panel>
  );
}

function Check({ check, ofFile }: { check: GoodsCheck; ofFile: boolean }) {
  const t = useTexts(goodsTexts);
  const country = countryName(check.detail ?? "", t.locale);
  const other = check.detail ?? "";
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2">
      <StatusGlyph
        glyph={check.ok ? "circle-full" : "cross"}
        tone={check.ok ? "success" : check.blocking ? "danger" : "warning"}
      />
      <span>
        <span className="sr-only">{check.ok ? t("met") : t("unmet")}: </span>
        {check.code === "lane" ? t("check_lane", { country }) : t(`check_${check.code}`)}
      </span>
      {check.ok ? null : (
        <span className="col-start-2 text-12 text-subtle">
          {check.code === "once"
            ? t("fix_once", { other })
            : t(check.code === "lane" && ofFile ? "fix_lane_file" : `fix_${check.code}`)}
        </span>
      )}
    </li>
  );
}

/** Where each field is from, and what it was there. */
export function Provenance({ item }: { item: GoodsItem }) {
  const t = useTexts(goodsTexts);
  const actors = useActor();
  const store = useStore();
  const by = (field: GoodsField) =>
    field.source === "person"
      ? field.by
        ? t("by_actor", { actor: actors(field.by) })
        : t("from_person")
      : t(field.source === "file" ? "from_file_name" : "from_supplier", { name: field.by });
  return (
    <Panel className="pb-3">
      <PanelHeader title={t("provenance")} />
      <KeyValues className="px-4">
        {item.fields.map((field) => (
          <KeyValue key={field.name} label={t(`field_${field.name as "title"}`)}>
            <span className="block">{by(field)}</span>
            <time dateTime={field.at} className="num block text-12 text-subtle">
              {formatDate(field.at, "full", t.locale, store.timezone)}
            </time>
            {field.name === "title" && field.original ? (
              <span className="block text-12 wrap-anywhere text-subtle">
                {t("original", { words: field.original })}
              </span>
            ) : null}
          </KeyValue>
        ))}
      </KeyValues>
    </Panel>
  );
}

/** The words of a piece of HTML, a line for each block. Nothing of it runs or loads. */
function wordsOf(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const block of page.querySelectorAll("p, li, h2, h3, h4, tr, br")) block.append("\n");
  return (page.body.textContent ?? "").replace(/\n{3,}/g, "\n\n").trim();
}

/** What the supplier says, in its own words. */
export function Source({ item }: { item: GoodsItem }) {
  const t = useTexts(goodsTexts);
  const store = useStore();
  const { source } = item;
  return (
    <Panel className="pb-3">
      <PanelHeader
        title={t(item.supplier_id === null ? "source_file" : "source")}
        end={
          source.url ? (
            <Button asChild size="sm">
              <a href={source.url} target="_blank" rel="noreferrer noopener">
                <ExternalLink aria-hidden />
                {t("source_open")}
              </a>
            </Button>
          ) : null
        }
      />
      <PanelBody className="grid gap-2 text-13">
        <p className="font-medium wrap-anywhere">{source.title}</p>
        {source.description ? (
          <p className="max-h-72 overflow-auto whitespace-pre-line text-muted wrap-anywhere">
            {wordsOf(source.description)}
          </p>
        ) : (
          <p className="text-muted">{t("no_description")}</p>
        )}
      </PanelBody>
      <KeyValues className="px-4">
        {source.supplier_name ? (
          <KeyValue label={t("supplier")}>{source.supplier_name}</KeyValue>
        ) : null}
        <KeyValue label={t(item.supplier_id === null ? "handle" : "external_id")}>
          <span className="num wrap-anywhere">{source.external_id}</span>
        </KeyValue>
        {source.category ? <KeyValue label={t("category")}>{source.category}</KeyValue> : null}
        <KeyValue label={t("offered")}>
          {t("offered_value", { variants: source.variants, pictures: source.images.length })}
        </KeyValue>
        {source.fetched_at ? (
          <KeyValue label={t("read_at")}>
            <time dateTime={source.fetched_at} className="num">
              {formatDate(source.fetched_at, "full", t.locale, store.timezone)}
            </time>
          </KeyValue>
        ) : null}
      </KeyValues>
    </Panel>
  );
}
