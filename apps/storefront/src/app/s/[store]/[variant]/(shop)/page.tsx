import type { Metadata } from "next";
import { Blocks } from "@/blocks/registry";
import { JsonLd } from "@/components/json-ld";
import { openStore } from "@/data/page";
import { alternates } from "@/lib/alternates";
import { shopOrigin } from "@/lib/env";
import type { StoreParams } from "@/lib/routes";
import { organization, website } from "@/lib/structured-data";
import { readTheme } from "@/theme/theme";
import "@/styles/blocks.css";

export const revalidate = 300;

interface Props {
  params: Promise<StoreParams>;
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const store = await openStore(params);
  return store ? { alternates: alternates(store, "/") } : {};
}

export default async function Home({ params }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  const { home } = readTheme(store.theme);
  const origin = shopOrigin(store);
  return (
    <>
      <Blocks store={store} blocks={home} />
      <JsonLd data={[organization(store, origin), website(store, origin)]} />
    </>
  );
}
