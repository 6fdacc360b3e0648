"use client";

import { StoreButton } from "@ecomm/ui/app-shell";
import { Monogram } from "@ecomm/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@ecomm/ui/dropdown-menu";
import { useTexts } from "@ecomm/ui/i18n";
import { useQuery } from "@tanstack/react-query";
import { Check, LayoutGrid, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type Store, storesQuery } from "@/api/stores";
import { shopHost } from "@/features/stores/shop-host";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";

/** Shows the current store and opens the list of all. */
export function StoreSwitcher({
  store,
  storeId,
  accountName,
  narrow,
}: {
  store: Store | undefined;
  storeId: string | null;
  accountName: string;
  narrow: boolean;
}) {
  const t = useTexts(shellTexts);
  const router = useRouter();
  const may = useMay();
  const stores = useQuery(storesQuery);
  const name = storeId ? (store?.name ?? "…") : t("all_stores");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <StoreButton
          name={name}
          sub={store ? shopHost(store) : accountName}
          narrow={narrow}
          hint={t("switch_store")}
        />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-64">
        <DropdownMenuLabel>{t("your_stores")}</DropdownMenuLabel>
        {stores.data?.items.map((item) => (
          <DropdownMenuItem key={item.id} onSelect={() => router.push(`/stores/${item.id}`)}>
            <Monogram name={item.name} className="size-5 text-11" />
            <span className="truncate">{item.name}</span>
            {item.id === storeId ? <Check className="ms-auto" aria-hidden /> : null}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => router.push("/stores")}>
          <LayoutGrid aria-hidden />
          {t("all_stores")}
        </DropdownMenuItem>
        {may("new_store") ? (
          <DropdownMenuItem onSelect={() => router.push("/stores/new")}>
            <Plus aria-hidden />
            {t("new_store")}
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
