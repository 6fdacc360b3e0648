import type { ReactNode } from "react";
import { Footer } from "@/components/footer";
import { Header } from "@/components/header";
import { loadCategories } from "@/data/reads";
import { openStore, type StoreParams } from "@/lib/page";

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
    <>
      <Header store={store} categories={categories} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer store={store} categories={categories} />
    </>
  );
}
