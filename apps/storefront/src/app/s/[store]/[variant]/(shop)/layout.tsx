import type { ReactNode } from "react";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { loadCategories } from "@/data/reads";
import { Footer } from "@/frame/footer";
import { Header } from "@/frame/header";
import { Asking } from "@/islands/visits/asking";
import type { StoreParams } from "@/lib/routes";

interface Props {
  children: ReactNode;
  params: Promise<StoreParams>;
}

/** Pages to look around in: bar above, footer below. */
export default async function ShopLayout({ children, params }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  const categories = await loadCategories(store);
  return (
    <Given store={store} sections={["consent"]}>
      <Asking
        shop={store.slug}
        locale={store.locale}
        privacy={store.policies.find(({ kind }) => kind === "privacy")?.href ?? null}
      />
      <Header store={store} categories={categories} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer store={store} categories={categories} />
    </Given>
  );
}
