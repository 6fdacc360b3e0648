import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ShopLink } from "@/components/shop-link";
import { State, type StateArt } from "@/components/state";
import { openStore } from "@/data/page";
import type { StoreParams } from "@/lib/routes";
import { type Words, wordsOf } from "@/messages/catalogues";

import "@/styles/account.css";

export const revalidate = 300;

interface Props {
  params: Promise<StoreParams & { view: string }>;
}

interface View {
  title: string;
  text: string;
  art?: StateArt;
}

/** What each page says after a form was sent; null for an unknown one. */
function viewOf(name: string, words: Words["newsletter"]): View | null {
  switch (name) {
    case "sent":
      return { title: words.sent, text: words.sentText };
    case "confirmed":
      return { title: words.done, text: words.doneText };
    case "over":
      return { title: words.over, text: words.overText, art: "lens" };
    case "failed":
      return { title: words.failed, text: words.failedText, art: "lens" };
    default:
      return null;
  }
}

export function generateStaticParams(): (StoreParams & { view: string })[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const store = await openStore(params);
  const { view } = await params;
  const shown = store && viewOf(view, wordsOf(store.locale).newsletter);
  return shown ? { title: shown.title, robots: { index: false } } : {};
}

/** What comes after the form of the foot and after the button of its mail. */
export default async function NewsletterPage({ params }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  const words = wordsOf(store.locale).newsletter;
  const shown = viewOf((await params).view, words);
  if (!shown) notFound();
  return (
    <div className="wrap account">
      <State {...shown} heading="h1">
        <ShopLink className="btn btn-primary" href="/">
          {words.shop}
        </ShopLink>
      </State>
    </div>
  );
}
