import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { AccountPage } from "@/islands/account/page";
import { COUNTRY_CODES, countryChoices } from "@/lib/countries";
import { ACCOUNT_VIEWS, type AccountView, type StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/checkout.css";
import "@/styles/account.css";

export const revalidate = 300;

type Params = StoreParams & { view: string };

export function generateStaticParams(): Params[] {
  return [];
}

const viewOf = (name: string): AccountView | null =>
  ACCOUNT_VIEWS.find((known) => known === name) ?? null;

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  const view = viewOf((await params).view);
  const store = await openStore(params);
  if (!store) return {};
  const { titles } = wordsOf(store.locale).account;
  return {
    title: view ? titles[view] : titles.overview,
    robots: { index: false },
    // Links of mails carry a token.
    referrer: "no-referrer",
  };
}

/** A page of the shopper's account: the same for everybody, filled in the browser. */
export default async function Account({ params }: { params: Promise<Params> }) {
  const view = viewOf((await params).view);
  if (view === null) notFound();
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap account">
      <Given store={store} sections={["account", "order", "checkout", "back", "papers"]}>
        <AccountPage
          view={view}
          slug={store.slug}
          shop={store.name}
          locale={store.locale}
          home={store.country}
          countries={countryChoices(COUNTRY_CODES, store.locale)}
          taxIncluded={store.prices_include_tax}
          contact={store.contact_email}
        />
      </Given>
    </div>
  );
}
