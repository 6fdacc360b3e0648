"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { useTexts } from "@ecomm/ui/i18n";
import { createContext, type ReactNode, useContext } from "react";
import { doorTexts } from "./texts";

export interface Look {
  mark: ReactNode;
  aside: ReactNode;
}

const LookContext = createContext<Look>({ mark: null, aside: null });
export const LookProvider = LookContext.Provider;

/** The frame of the signed-out pages: form first, the product's motif beside it. */
export function DoorFrame({
  title,
  lead,
  turn = null,
  children,
}: {
  title: string;
  lead: string;
  /** The other way: to register, back to sign in. */
  turn?: ReactNode;
  children: ReactNode;
}) {
  const t = useTexts(doorTexts);
  const look = useContext(LookContext);
  const place = usePlace();
  return (
    <div className="grid min-h-dvh bg-surface md:grid-cols-[minmax(440px,1fr)_minmax(0,1.12fr)]">
      <main className="grid grid-rows-[auto_1fr_auto] p-6 md:px-10 md:py-8">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <a
            href={place.base || "/"}
            aria-label={t("home_label", { product: place.title })}
            className="inline-flex items-center gap-2.5 rounded-sm text-16 font-bold tracking-[-0.02em] [font-family:var(--face-display)] [&_svg]:size-7 [&_svg]:text-accent"
          >
            {look.mark}
            {place.title}
          </a>
          <p className="text-12 text-muted">{turn}</p>
        </div>
        <div className="m-auto grid w-full max-w-86 gap-5 py-10">
          <div>
            <h1 className="text-28 font-semibold [font-family:var(--face-display)]">{title}</h1>
            <p className="mt-1 mb-3 text-14 text-muted">{lead}</p>
          </div>
          {children}
        </div>
        <footer className="min-h-5 text-12 text-subtle">
          {place.mailboxUrl ? (
            <a
              href={place.mailboxUrl}
              target="_blank"
              rel="noreferrer"
              className="rounded-xs underline underline-offset-3 hover:text-text"
            >
              {t("local_mail")}
            </a>
          ) : null}
        </footer>
      </main>
      <aside className="contents">{look.aside}</aside>
    </div>
  );
}

/** Size of the controls on these pages: 40 px, on phones 44. */
export const doorControl = "h-11 px-3 md:h-10 md:text-14";
export const doorLink = "rounded-xs font-medium text-accent underline-offset-3 hover:underline";
