"use client";

export { AppShell, type AppShellProps } from "./app-shell";
export { StoreButton } from "./store-button";
export type { NavItem, NavSection } from "./types";
export { UsageMeter } from "./usage-meter";
