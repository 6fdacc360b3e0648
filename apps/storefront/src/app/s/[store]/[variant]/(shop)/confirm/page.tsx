import type { Metadata } from "next";
import { State } from "@/components/state";
import { openStore } from "@/data/page";
import { prefixOf } from "@/lib/alternates";
import type { StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/account.css";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<StoreParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const store = await openStore(params);
  if (!store) return {};
  return {
    title: wordsOf(store.locale).newsletter.confirm,
    robots: { index: false },
    // The address holds a token; with no referrer at all, browsers would not name the form's origin.
    referrer: "same-origin",
  };
}

/** Asked first, by a button: programs that open every link of a mail confirm nothing. */
export default async function ConfirmPage({ params, searchParams }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  const { token } = await searchParams;
  const words = wordsOf(store.locale).newsletter;
  return (
    <div className="wrap account">
      <State title={words.confirm} text={words.confirmText(store.name)} heading="h1">
        <form action="/api/newsletter/confirm" method="post" encType="multipart/form-data">
          <input type="hidden" name="token" value={typeof token === "string" ? token : ""} />
          <input type="hidden" name="prefix" value={prefixOf(store)} />
          <button className="btn btn-primary" type="submit">
            {words.confirmGo}
          </button>
        </form>
      </State>
    </div>
  );
}
