import type { ReactNode } from "react";
import { openStore } from "@/data/page";
import { loadCategories } from "@/data/reads";
import { Footer } from "@/frame/footer";
import { Header } from "@/frame/header";
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
    <>
      <Header store={store} categories={categories} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer store={store} categories={categories} />
    </>
  );
}
