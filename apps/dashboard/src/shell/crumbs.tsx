"use client";

import type { Crumb } from "@ecomm/ui/breadcrumbs";
import type { Translator } from "@ecomm/ui/i18n";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { shellTexts } from "./texts";

type Texts = Translator<(typeof shellTexts)["messages"]>;

interface Labels {
  label: string | null;
  setLabel: (label: string | null) => void;
}

const LabelContext = createContext<Labels>({ label: null, setLabel: () => undefined });

/** Lets pages name the thing they show, for the last breadcrumb. */
export function CrumbLabels({ children }: { children: ReactNode }) {
  const [label, setLabel] = useState<string | null>(null);
  const value = useMemo(() => ({ label, setLabel }), [label]);
  return <LabelContext value={value}>{children}</LabelContext>;
}

/** Names the thing this page shows (a product, an order) and the browser's tab. */
export function usePageLabel(label: string | null | undefined): void {
  const { setLabel } = useContext(LabelContext);
  useEffect(() => {
    if (!label) return;
    setLabel(label);
    const before = document.title;
    document.title = `${label} · Ecomm`;
    return () => {
      setLabel(null);
      document.title = before;
    };
  }, [label, setLabel]);
}

export function useCrumbLabel(): string | null {
  return useContext(LabelContext).label;
}

/** The breadcrumbs of a path. `label` names the page's own thing where the path has its id. */
export function crumbsOf(
  path: string,
  t: Texts,
  storeName: string | null,
  label: string | null,
): Crumb[] {
  const [, room, store, section, item] = path.split("/");
  if (room !== "stores") return [];
  if (!store) return [{ label: t("stores") }];
  if (store === "new") return [{ label: t("stores"), href: "/stores" }, { label: t("new_store") }];
  const home = `/stores/${store}`;
  const root: Crumb = { label: storeName ?? "…", href: home };
  const names: Record<string, string> = {
    products: t("products"),
    orders: t("orders"),
    inventory: t("inventory"),
    categories: t("categories"),
    imports: t("imports"),
    settings: t("settings"),
  };
  if (!section) return [root, { label: t("overview") }];
  const name = names[section] ?? section;
  const inProducts = ["inventory", "categories", "imports"].includes(section);
  const parent: Crumb[] = inProducts ? [{ label: t("products"), href: `${home}/products` }] : [];
  if (!item) return [root, ...parent, { label: name }];
  const last =
    item === "new" ? t(section === "imports" ? "import" : "new_product") : (label ?? "…");
  return [root, ...parent, { label: name, href: `${home}/${section}` }, { label: last }];
}
