import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface NavItem {
  key: string;
  href: string;
  label: string;
  icon: LucideIcon;
  /** Quiet number at the end. */
  count?: ReactNode;
  /** Opens outside this app, in a new tab. */
  external?: boolean;
  /** Shown while the item or one of them is current. */
  children?: readonly Omit<NavItem, "icon" | "children">[];
}

export interface NavSection {
  key: string;
  title?: string;
  items: readonly NavItem[];
}
