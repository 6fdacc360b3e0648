"use client";

import { BrandMark } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import Link from "next/link";
import type { ReactNode } from "react";
import { Slip } from "./slip";
import { authTexts } from "./texts";

/** The frame of the signed-out pages: form left, one sale taken apart right. */
export function AuthFrame({
  title,
  lead,
  aside,
  mailboxUrl,
  children,
}: {
  title: string;
  lead: string;
  aside: ReactNode;
  mailboxUrl: string | null;
  children: ReactNode;
}) {
  const t = useTexts(authTexts);
  return (
    <div className="grid min-h-dvh bg-surface md:grid-cols-[minmax(440px,1fr)_minmax(0,1.12fr)]">
      <main className="grid grid-rows-[auto_1fr_auto] p-6 md:px-10 md:py-8">
        <div className="flex items-center justify-between gap-4">
          <Link
            href="/login"
            aria-label={t("home_label")}
            className="inline-flex items-center gap-2.5 rounded-sm text-16 font-semibold tracking-[-0.012em]"
          >
            <BrandMark className="size-7" />
            {t("brand")}
          </Link>
          <p className="text-12 text-muted">{aside}</p>
        </div>
        <div className="m-auto grid w-full max-w-86 gap-5 py-10">
          <div>
            <h1 className="text-28 font-semibold">{title}</h1>
            <p className="mt-1 mb-3 text-14 text-muted">{lead}</p>
          </div>
          {children}
        </div>
        <footer className="min-h-5 text-12 text-subtle">
          {mailboxUrl ? (
            <a
              href={mailboxUrl}
              target="_blank"
              rel="noreferrer"
              className="rounded-xs underline underline-offset-3 hover:text-text"
            >
              {t("local_mail")}
            </a>
          ) : null}
        </footer>
      </main>
      <aside className="contents">
        <Slip />
      </aside>
    </div>
  );
}

/** Size of the controls on these pages: 40 px, on phones 44. */
export const authControl = "h-11 px-3 md:h-10 md:text-14";
