/**
 * What a product's web package gives the suite. `products/NAME/web` exports
 *   ./product   `product`: a ProductFace; for the server, holds no page
 *   ./face.css  its tokens, on `[data-face="NAME"]`
 *   ./landing   default: a component of SitePageProps
 *   ./pricing   default: a component of SitePageProps
 *   ./app       `app`: a ProductApp; a client module
 * and `tools/suite.py` mounts it: nobody lists it anywhere.
 */
import type { NavSection } from "@ecomm/ui/app-shell";
import type { ComponentType, ReactNode } from "react";

export interface ProductFace {
  /** Folder, path and API name: `contentforge`. */
  name: string;
  title: string;
  /** One sentence for search engines and link previews. */
  description: string;
  Mark: ComponentType<{ className?: string }>;
  /** Class names that set `--face-display` and `--face-body`. */
  fonts: string;
  /** Stands beside the sign-in form: the product's motif, true in what it says. */
  Aside: ComponentType;
}

export interface SitePageProps {
  /** Before every address of the product: `/contentforge`, or nothing on a host of its own. */
  base: string;
  /** Where the master landing is; null where this product is served alone. */
  suiteHref: string | null;
}

/** A page of a product's dashboard. `path` holds what comes after its address. */
export interface AppPageProps {
  path: readonly string[];
}

export interface ProductApp {
  Mark: ComponentType<{ className?: string }>;
  title: string;
  /** The product's own part of the sidebar; the shell adds what is alike. */
  navigation: (locale: string, base: string) => readonly NavSection[];
  /** Pages by the first segment of their address below `/app`; "" is the first page. */
  pages: Readonly<Record<string, ComponentType<AppPageProps>>>;
  /** Names of what the plan limits, such as `products`. */
  limitName: (locale: string, limit: string) => string;
  /** What an API key's scope opens, in words; null shows the scope itself. */
  scopeName: (locale: string, scope: string) => string | null;
  /** What stops when a store is disconnected, one sentence. */
  disconnecting: (locale: string) => ReactNode;
}

/** Addresses below a product that everybody may open; `app` is for who is signed in. */
export const SITE_STEPS = ["pricing"] as const;
export const DOOR_STEPS = ["login", "register", "forgot", "reset", "verify", "enter"] as const;
export type DoorStep = (typeof DOOR_STEPS)[number];

export const isDoorStep = (step: string): step is DoorStep =>
  (DOOR_STEPS as readonly string[]).includes(step);
