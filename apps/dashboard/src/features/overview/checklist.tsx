"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { StatusGlyph } from "@ecomm/ui/status";
import Link from "next/link";
import type { Store } from "@/api/stores";
import { type Capability, useMay } from "@/shell/may";
import { overviewTexts } from "./texts";

type Item = Schema<"ChecklistItemOut">;

/** Where a step is done; `store` is done from the start. */
function target(
  key: Item["key"],
  store: Store,
): { href: string; what?: Capability; external?: true } | null {
  const home = `/stores/${store.id}`;
  switch (key) {
    case "products":
      return { href: `${home}/imports/new`, what: "catalog" };
    case "publish":
      return { href: `${home}/products?status=draft`, what: "catalog" };
    case "shipping":
      return { href: `${home}/settings#shipping`, what: "settings" };
    case "payments":
    case "open":
      return { href: `${home}/settings`, what: "settings" };
    case "test_order":
      return { href: store.storefront_url, external: true };
    default:
      return null;
  }
}

/** The way to the first sale. The next open step has the button; the others wait their turn. */
export function Checklist({ items, store }: { items: readonly Item[]; store: Store }) {
  const t = useTexts(overviewTexts);
  const may = useMay();
  const done = items.filter((item) => item.done).length;
  const next = items.find((item) => !item.done);
  const text = t("checklist_done", { done, total: items.length });
  return (
    <Panel>
      <PanelHeader
        title={t("checklist")}
        end={<span className="num text-12 text-subtle">{text}</span>}
      />
      <div className="px-4 pb-1">
        <Progress value={done / items.length} label={text} />
      </div>
      <ol className="px-4 pt-2 pb-3">
        {items.map((item) => {
          const to = target(item.key, store);
          const current = item === next;
          return (
            <li
              key={item.key}
              className="grid grid-cols-[14px_1fr] items-center gap-x-3 gap-y-2 border-t py-2.5 first:border-0 sm:grid-cols-[14px_1fr_auto]"
            >
              <StatusGlyph
                glyph={item.done ? "circle-full" : current ? "circle" : "circle-draft"}
                tone={item.done ? "success" : current ? "accent" : "idle"}
              />
              <span>
                <span
                  className={item.done ? "block text-13 text-muted" : "block text-13 font-medium"}
                >
                  {t(`step_${item.key}`)}
                </span>
                <span className="block text-12 text-subtle">
                  {item.detail ?? t(`note_${item.key}`)}
                </span>
              </span>
              {current && to && item.key !== "store" && (to.what === undefined || may(to.what)) ? (
                <Button
                  asChild
                  variant="primary"
                  size="sm"
                  className="justify-self-start max-sm:col-start-2"
                >
                  {to.external ? (
                    <a href={to.href} target="_blank" rel="noreferrer">
                      {t(`do_${item.key}`)}
                    </a>
                  ) : (
                    <Link href={to.href}>{t(`do_${item.key}`)}</Link>
                  )}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
