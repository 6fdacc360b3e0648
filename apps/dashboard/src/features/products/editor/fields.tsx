"use client";

import { cn } from "@ecomm/ui/lib/cn";
import type { ReactNode } from "react";
import { useMay } from "@/shell/may";

/** Fields that only those may change who may change products; others read them. */
export function Fields({ className, children }: { className?: string; children: ReactNode }) {
  const may = useMay();
  return (
    <fieldset disabled={!may("catalog")} className={cn("min-w-0", className)}>
      {children}
    </fieldset>
  );
}
