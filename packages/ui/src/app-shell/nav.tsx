"use client";

import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "../lib/cn";
import { Tooltip } from "../tooltip";
import type { NavItem, NavSection } from "./types";

/** Whether a page belongs to an item: the item's own address or something below it. */
export function isWithin(path: string, href: string, exact: boolean): boolean {
  return path === href || (!exact && path.startsWith(`${href}/`));
}

function NavLink({
  href,
  external,
  children,
  ...props
}: Omit<ComponentProps<typeof Link>, "href"> & { href: string; external?: boolean | undefined }) {
  return external ? (
    <a href={href} target="_blank" rel="noreferrer" {...(props as ComponentProps<"a">)}>
      {children}
    </a>
  ) : (
    <Link href={href} prefetch={false} {...props}>
      {children}
    </Link>
  );
}

const row =
  "flex items-center gap-2.5 rounded-sm px-2 text-13 font-medium text-muted transition-colors hover:bg-tint hover:text-text focus-visible:outline-offset-0";

function Item({
  item,
  path,
  home,
  narrow,
}: {
  item: NavItem;
  path: string;
  home: string;
  narrow: boolean;
}) {
  const Icon = item.icon;
  const child = item.children?.find((entry) => isWithin(path, entry.href, false));
  const here = child !== undefined || isWithin(path, item.href, item.href === home);
  const current = here && !child;
  const link = (
    <NavLink
      href={item.href}
      external={item.external}
      aria-current={current ? "page" : undefined}
      aria-label={narrow ? item.label : undefined}
      className={cn(
        row,
        "h-7.5",
        narrow && "justify-center px-0",
        current && "bg-surface text-text shadow-sheet hover:bg-surface",
      )}
    >
      <Icon
        className={cn("size-4 shrink-0 stroke-[1.75]", (current || here) && "text-accent")}
        aria-hidden
      />
      {narrow ? null : (
        <>
          <span className="truncate">{item.label}</span>
          {item.external ? (
            <ArrowUpRight className="ms-auto size-3.5 text-subtle rtl:-scale-x-100" aria-hidden />
          ) : null}
          {item.count === undefined ? null : (
            <span className="num ms-auto text-12 text-subtle">{item.count}</span>
          )}
        </>
      )}
    </NavLink>
  );
  return (
    <li>
      {narrow ? (
        <Tooltip content={item.label} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
      {here && !narrow && item.children ? (
        <ul className="ms-3.75 border-s ps-2.5">
          {item.children.map((entry) => {
            const on = isWithin(path, entry.href, false);
            return (
              <li key={entry.key}>
                <NavLink
                  href={entry.href}
                  aria-current={on ? "page" : undefined}
                  className={cn(
                    row,
                    "h-7 font-normal",
                    on && "bg-surface font-medium text-text shadow-sheet hover:bg-surface",
                  )}
                >
                  {entry.label}
                </NavLink>
              </li>
            );
          })}
        </ul>
      ) : null}
    </li>
  );
}

/** The sidebar's sections. `home` is current only on its own page, not below it. */
export function SideNav({
  label,
  sections,
  path,
  home,
  narrow = false,
}: {
  label: string;
  sections: readonly NavSection[];
  path: string;
  home: string;
  narrow?: boolean;
}) {
  return (
    <nav
      aria-label={label}
      className="scrollbar-none -mx-1 min-h-0 flex-1 overflow-auto px-1 py-px"
    >
      {sections.map((section) => (
        <div key={section.key}>
          {section.title && !narrow ? (
            <h2 className="mx-2 mt-4 mb-1 text-12 font-medium text-subtle">{section.title}</h2>
          ) : null}
          {section.title && narrow ? <hr className="mx-2 my-2" /> : null}
          <ul className="grid gap-px">
            {section.items.map((item) => (
              <Item key={item.key} item={item} path={path} home={home} narrow={narrow} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The tabs at the foot of a phone: up to four rooms, and the way to the others. */
export function TabBar({
  label,
  items,
  path,
  home,
  more,
}: {
  label: string;
  items: readonly NavItem[];
  path: string;
  home: string;
  more: ReactNode;
}) {
  return (
    <nav
      aria-label={label}
      className="fixed inset-x-0 bottom-0 z-40 grid auto-cols-fr grid-flow-col border-t bg-surface px-1 pt-1 pb-[max(12px,env(safe-area-inset-bottom))] md:hidden"
    >
      {items.slice(0, 4).map((item) => {
        const Icon = item.icon;
        const on = isWithin(path, item.href, item.href === home);
        return (
          <Link
            key={item.key}
            href={item.href}
            prefetch={false}
            aria-current={on ? "page" : undefined}
            className={cn(
              "grid justify-items-center gap-0.75 rounded-md pt-2 pb-1 text-11 font-medium text-subtle",
              on && "text-accent",
            )}
          >
            <Icon className="size-5 stroke-[1.75]" aria-hidden />
            {item.label}
          </Link>
        );
      })}
      {more}
    </nav>
  );
}
