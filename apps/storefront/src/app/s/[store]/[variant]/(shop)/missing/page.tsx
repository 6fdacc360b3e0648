import { notFound } from "next/navigation";
import { openStore } from "@/data/page";
import type { StoreParams } from "@/lib/routes";

export const revalidate = 300;

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** Every address the shop does not have leads here. */
export default async function Missing({ params }: { params: Promise<StoreParams> }) {
  if (!(await openStore(params))) return null;
  notFound();
}
