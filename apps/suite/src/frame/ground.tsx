"use client";

import { type Place, PlaceProvider } from "@ecomm/suite-kit/context";
import { leaveWithDraft } from "@ecomm/ui/unsaved-bar";
import { type ReactNode, useCallback } from "react";
import { isAppPath } from "@/features/door/next-path";

/** The product of this document; a session that is over leads to its sign-in page and back here. */
export function Ground({ place, children }: { place: Place; children: ReactNode }) {
  const { base } = place;
  const over = useCallback(() => {
    const { pathname, search } = window.location;
    if (!isAppPath(pathname, base)) return;
    leaveWithDraft(`${base}/login?ended=1&next=${encodeURIComponent(pathname + search)}`);
  }, [base]);
  return (
    <PlaceProvider place={place} onSessionOver={over}>
      {children}
    </PlaceProvider>
  );
}
