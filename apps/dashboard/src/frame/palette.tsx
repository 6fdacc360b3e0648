"use client";

import { Monogram } from "@ecomm/ui/avatar";
import { CommandPalette, type PaletteGroup } from "@ecomm/ui/command-palette";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useQuery } from "@tanstack/react-query";
import {
  Bell,
  Boxes,
  Cable,
  ChartNoAxesColumn,
  CircleHelp,
  ClipboardList,
  Coins,
  Contact,
  CreditCard,
  FileText,
  Handshake,
  History,
  Import,
  Inbox,
  KeyRound,
  Languages,
  LayoutDashboard,
  ListChecks,
  LogOut,
  Package,
  Percent,
  Plus,
  Receipt,
  Send,
  Settings,
  SlidersHorizontal,
  Store as StoreIcon,
  Telescope,
  TicketPercent,
  Truck,
  UserRound,
  Users,
  Warehouse,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useEffect, useState } from "react";
import { customersQuery } from "@/api/customers";
import { ordersQuery } from "@/api/orders";
import { productsQuery } from "@/api/products";
import { type Store, storesQuery } from "@/api/stores";
import { useMay, useMaySee } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { signOut } from "./account-menu";
import { areaOf } from "./areas";
import { customerItems, orderItems, productItems } from "./palette-items";

/** ⌘K of the dashboard: what the server finds, actions, pages and the other stores. */
export function Palette({
  open,
  onOpenChange,
  storeId,
  currentStore,
  onHelp,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  storeId: string | null;
  currentStore: Store | undefined;
  onHelp: () => void;
}) {
  const t = useTexts(shellTexts);
  const router = useRouter();
  const may = useMay();
  const maySee = useMaySee();
  const [query, setQuery] = useState("");
  const [settled, setSettled] = useState("");
  const words = useDeferredValue(query.trim());

  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), 180);
    return () => clearTimeout(timer);
  }, [words]);
  useEffect(() => {
    if (!open) setQuery("");
  }, [open]);

  const seek = open && storeId !== null && settled.length > 1;
  const filter = { search: settled, per_page: 5 };
  const products = useQuery({
    ...productsQuery(storeId ?? "", filter),
    enabled: seek && maySee("products"),
  });
  const orders = useQuery({
    ...ordersQuery(storeId ?? "", filter),
    enabled: seek && maySee("orders"),
  });
  const customers = useQuery({
    ...customersQuery(storeId ?? "", filter),
    enabled: seek && maySee("customers"),
  });
  const stores = useQuery({ ...storesQuery, enabled: open });

  const go = (to: string) => () => router.push(to);
  const home = `/stores/${storeId}`;
  const found = seek && words === settled;
  const groups: PaletteGroup[] = [
    {
      key: "products",
      title: t("group_products"),
      items: found ? productItems(products.data?.items ?? [], home, t, router.push) : [],
    },
    {
      key: "orders",
      title: t("group_orders"),
      items: found
        ? orderItems(orders.data?.items ?? [], home, t, router.push, currentStore?.timezone)
        : [],
    },
    {
      key: "customers",
      title: t("group_customers"),
      items: found ? customerItems(customers.data?.items ?? [], home, t, router.push) : [],
    },
    {
      key: "actions",
      title: t("group_actions"),
      items: [
        ...(storeId && may("catalog")
          ? [
              {
                id: "a-add",
                label: words ? t("action_add_named", { name: words }) : t("action_add"),
                keywords: ["new", "create"],
                mark: <Plus aria-hidden />,
                keys: ["N"],
                found: words !== "",
                run: go(
                  `${home}/products/new${words ? `?title=${encodeURIComponent(words)}` : ""}`,
                ),
              },
              {
                id: "a-import",
                label: t("action_import"),
                keywords: ["csv", "shopify", "upload"],
                mark: <Import aria-hidden />,
                keys: ["I"],
                run: go(`${home}/imports/new`),
              },
            ]
          : []),
        ...(may("new_store")
          ? [
              {
                id: "a-store",
                label: t("new_store"),
                keywords: ["create", "add"],
                mark: <StoreIcon aria-hidden />,
                run: go("/stores/new"),
              },
            ]
          : []),
        {
          id: "a-help",
          label: t("keys_help"),
          keywords: ["shortcuts", "keys", "help"],
          mark: <CircleHelp aria-hidden />,
          keys: ["?"],
          run: onHelp,
        },
        {
          id: "a-out",
          label: t("action_sign_out"),
          keywords: ["logout", "leave"],
          mark: <LogOut aria-hidden />,
          run: () => {
            signOut().catch((error: unknown) => toast.error(troubleText(error, t)));
          },
        },
      ],
    },
    {
      key: "pages",
      title: t("group_pages"),
      items: storeId
        ? [
            page("overview", t("overview"), home, LayoutDashboard),
            page("orders", t("orders"), `${home}/orders`, Inbox),
            page("drafts", t("drafts"), `${home}/drafts`, Inbox),
            page("returns", t("returns"), `${home}/returns`, Inbox),
            page("fraud", t("fraud"), `${home}/fraud`, Inbox),
            page("analytics", t("analytics"), `${home}/analytics`, ChartNoAxesColumn),
            page(
              "analytics-products",
              t("analytics_products"),
              `${home}/analytics/products`,
              ChartNoAxesColumn,
            ),
            page(
              "analytics-customers",
              t("analytics_customers"),
              `${home}/analytics/customers`,
              ChartNoAxesColumn,
            ),
            page(
              "analytics-profit",
              t("analytics_profit"),
              `${home}/analytics/profit`,
              ChartNoAxesColumn,
            ),
            page("reviews", t("reviews"), `${home}/reviews`, Contact),
            page("customers", t("customers"), `${home}/customers`, Contact),
            page("segments", t("segments"), `${home}/segments`, Contact),
            page("subscribers", t("subscribers"), `${home}/subscribers`, Contact),
            page("abandoned-carts", t("abandoned_carts"), `${home}/abandoned-carts`, Contact),
            page("products", t("products"), `${home}/products`, Package),
            page("inventory", t("inventory"), `${home}/inventory`, Boxes),
            page("collections", t("collections"), `${home}/collections`, Package),
            page("categories", t("categories"), `${home}/categories`, Package),
            page("imports", t("imports"), `${home}/imports`, Import),
            page("discounts", t("discounts"), `${home}/discounts`, TicketPercent),
            page("payments", t("payments"), `${home}/payments`, CreditCard),
            page("disputes", t("disputes"), `${home}/disputes`, CreditCard),
            page("reconciliation", t("reconciliation"), `${home}/reconciliation`, CreditCard),
            page(
              "payment-settings",
              t("payment_settings"),
              `${home}/payments/settings`,
              CreditCard,
            ),
            page("upsells", t("upsells"), `${home}/upsells`, TicketPercent),
            page("gift-cards", t("gift_cards"), `${home}/gift-cards`, TicketPercent),
            page("ab-tests", t("ab_tests"), `${home}/ab-tests`, TicketPercent),
            page("pages", t("pages"), `${home}/pages`, FileText),
            page("navigation", t("navigation"), `${home}/navigation`, FileText),
            page("redirects", t("redirects"), `${home}/redirects`, FileText),
            page("domains", t("domains"), `${home}/domains`, FileText),
            page("suppliers", t("suppliers"), `${home}/suppliers`, Warehouse),
            page("find-products", t("find"), `${home}/find-products`, Telescope),
            page("research", t("research"), `${home}/research`, Telescope),
            page("watchlist", t("watchlist"), `${home}/watchlist`, Telescope),
            page("import-review", t("import_review"), `${home}/import-review`, ListChecks),
            page("mappings", t("mappings"), `${home}/mappings`, Cable),
            page("bulk-edits", t("bulk_edits"), `${home}/bulk-edits`, Package),
            page("purchase-orders", t("purchase_orders"), `${home}/purchase-orders`, ClipboardList),
            page("price-rules", t("price_rules"), `${home}/price-rules`, SlidersHorizontal),
            page("mails", t("mails"), `${home}/mails`, Send),
            page("settings", t("settings"), `${home}/settings`, Settings),
            page("shipping", t("shipping"), `${home}/shipping`, Truck),
            page("taxes", t("taxes"), `${home}/taxes`, Percent),
            page("currencies", t("currencies"), `${home}/currencies`, Coins),
            page("translations", t("languages"), `${home}/translations`, Languages),
            page("files", t("files"), `${home}/files`, Import),
            page("backups", t("backups"), `${home}/backups`, Settings),
            page("channels", t("channels"), `${home}/channels`, Import),
            page("past-orders", t("past_orders"), `${home}/past-orders`, Inbox),
            page("webhooks", t("webhooks"), `${home}/webhooks`, Settings),
            page("privacy", t("privacy"), `${home}/privacy`, Settings),
          ]
        : [page("stores", t("stores"), "/stores", StoreIcon)],
    },
    {
      key: "business",
      title: t("business"),
      items: [
        page("profile", t("profile"), "/profile", UserRound),
        page("notifications", t("notifications"), "/notifications", Bell),
        page("team", t("team"), "/team", Users),
        page("api-keys", t("api_keys"), "/api-keys", KeyRound),
        page("billing", t("billing"), "/billing", Receipt),
        page("partners", t("partners"), "/partners", Handshake),
        page("activity", t("activity"), "/activity", History),
      ],
    },
    {
      key: "stores",
      title: t("group_stores"),
      items: (stores.data?.items ?? [])
        .filter((store) => store.id !== storeId)
        .map((store) => ({
          id: `s-${store.id}`,
          label: store.name,
          mark: <Monogram name={store.name} />,
          run: go(`/stores/${store.id}`),
        })),
    },
  ];

  const seen = groups.map((group) => ({
    ...group,
    items: group.items.filter((item) => !("to" in item) || maySee(areaOf(String(item.to)))),
  }));

  function page(key: string, label: string, to: string, Icon: typeof Package) {
    return { id: `p-${key}`, label, mark: <Icon aria-hidden />, run: go(to), to };
  }

  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      groups={seen}
      query={query}
      onQueryChange={setQuery}
      placeholder={t("palette_placeholder")}
      searching={seek && (products.isFetching || orders.isFetching)}
    />
  );
}
