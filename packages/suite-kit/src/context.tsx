"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type ProductHttp, productHttp } from "./http";

export interface Place {
  /** Name of the product, e.g. `contentforge`. */
  name: string;
  title: string;
  /** Before every address of the product; nothing on a host of its own. */
  base: string;
  /** Where caught mails are read; only in local mode. */
  mailboxUrl: string | null;
}

interface Held extends Place {
  http: ProductHttp;
}

const PlaceContext = createContext<Held | null>(null);

/** The product that everything below belongs to. */
export function PlaceProvider({
  place,
  onSessionOver,
  children,
}: {
  place: Place;
  onSessionOver?: () => void;
  children: ReactNode;
}) {
  const held = useMemo(
    () => ({ ...place, http: productHttp(place.name, onSessionOver) }),
    [place, onSessionOver],
  );
  return <PlaceContext value={held}>{children}</PlaceContext>;
}

/** Which product this is, where it lies, and its API. */
export function usePlace(): Held {
  const held = useContext(PlaceContext);
  if (!held) throw new Error("usePlace is for what stands in a PlaceProvider");
  return held;
}
