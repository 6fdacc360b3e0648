"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Found, goodsKey, suppliersKey, takeProduct } from "@/api/suppliers";
import { suppliersTexts } from "@/features/suppliers/texts";
import { supplierTrouble, supplierWords } from "@/features/suppliers/trouble";
import { findingTexts } from "./texts";

type Wanted = Pick<Found, "external_id" | "title">;

export interface Taking {
  /** Our ids of what was taken here, by the supplier's. */
  taken: ReadonlyMap<string, string>;
  busy: ReadonlySet<string>;
  /** How far several are; null while none are being taken. */
  progress: { done: number; total: number } | null;
  take: (wanted: readonly Wanted[]) => Promise<void>;
  takeAddress: (url: string) => Promise<void>;
}

/** Takes products at a supplier, one after the other: each is read there in full. */
export function useTaking(store: string, supplier: string): Taking {
  const t = useTexts(findingTexts);
  const words = useTexts(suppliersTexts);
  const client = useQueryClient();
  const router = useRouter();
  const [taken, setTaken] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [progress, setProgress] = useState<Taking["progress"]>(null);
  const home = `/stores/${store}/suppliers/${supplier}`;

  const said = (error: unknown) => supplierWords(error) ?? words(`t_${supplierTrouble(error)}`);
  const settle = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: goodsKey(store) }),
      client.invalidateQueries({ queryKey: suppliersKey(store), exact: true }),
      client.invalidateQueries({ queryKey: [...suppliersKey(store), supplier], exact: true }),
      // What is shown stays as it is; it is marked here, and read again the next time.
      client.invalidateQueries({
        queryKey: [...suppliersKey(store), supplier, "find"],
        refetchType: "none",
      }),
    ]);

  async function take(wanted: readonly Wanted[]) {
    const left = wanted.filter(({ external_id: id }) => !busy.has(id));
    const first = left[0];
    if (!first) return;
    setBusy((all) => new Set([...all, ...left.map((one) => one.external_id)]));
    const failures: string[] = [];
    let done = 0;
    for (const one of left) {
      if (left.length > 1) setProgress({ done, total: left.length });
      try {
        const kept = await takeProduct(store, supplier, { external_id: one.external_id });
        setTaken((all) => new Map(all).set(one.external_id, kept.id));
      } catch (error) {
        failures.push(said(error));
      }
      done += 1;
      setBusy((all) => new Set([...all].filter((id) => id !== one.external_id)));
    }
    setProgress(null);
    await settle();
    const count = left.length - failures.length;
    if (count > 0) {
      toast.success(
        left.length === 1 ? t("taken_one", { title: first.title }) : t("taken_many", { count }),
        { action: { label: t("see"), onClick: () => router.push(home) } },
      );
    }
    const [why] = failures;
    if (why !== undefined) {
      toast.error(t("take_failed", { count: failures.length }), { description: why });
    }
  }

  async function takeAddress(url: string) {
    setBusy(new Set([url]));
    try {
      const kept = await takeProduct(store, supplier, { url });
      await settle();
      router.push(`${home}?product=${kept.id}`);
    } finally {
      setBusy(new Set());
    }
  }

  return { taken, busy, progress, take, takeAddress };
}
