import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Given } from "@/components/given";
import { Art } from "@/components/state";
import { storeState } from "@/data/page";
import { Document } from "@/frame/document";
import { Visits } from "@/islands/visits/visits";
import { shopOrigin } from "@/lib/env";
import { plainText } from "@/lib/html";
import type { StoreParams } from "@/lib/routes";
import { languageOf, type Section, wordsOf } from "@/messages/catalogues";

import { favicon } from "@/theme/favicon";
import { readTheme, themeColours } from "@/theme/theme";
import "@/styles/index.css";

export const revalidate = 300;

/** What islands of every page say: the bag, the search, and refusals where English will not do. */
function onEvery(locale: string): Section[] {
  const every: Section[] = ["common", "cart", "search", "offers"];
  // The API refuses in English.
  return languageOf(locale) === "en" ? every : [...every, "problems"];
}

interface Props {
  children: ReactNode;
  params: Promise<{ store: string; variant: string }>;
}

const ICON = { icon: { url: favicon("", readTheme(null)), type: "image/svg+xml" } };

export function generateStaticParams(): StoreParams[] {
  return [];
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const state = await storeState(props.params);
  const { states } = wordsOf("en");
  if (state.kind === "missing")
    return { title: states.missingTitle, robots: { index: false }, icons: ICON };
  if (state.kind === "paused") {
    const title = state.name ? states.pausedNamed(state.name) : states.pausedTitle;
    return { title, robots: { index: false }, icons: ICON };
  }
  const { store } = state;
  const told = store.seo.description || store.description;
  const description = told ? plainText(told, 160) : undefined;
  return {
    metadataBase: new URL(shopOrigin(store)),
    title: { default: store.seo.title || store.name, template: `%s · ${store.name}` },
    ...(description ? { description } : {}),
    applicationName: store.name,
    icons: { icon: { url: favicon(store.name, readTheme(store.theme)), type: "image/svg+xml" } },
    openGraph: { siteName: store.name, locale: store.locale.replace("-", "_"), type: "website" },
    formatDetection: { telephone: false },
  };
}

export async function generateViewport(props: Props): Promise<Viewport> {
  const state = await storeState(props.params);
  const { light, dark } = themeColours(readTheme(state.kind === "open" ? state.store.theme : null));
  return {
    width: "device-width",
    initialScale: 1,
    themeColor: dark
      ? [
          { media: "(prefers-color-scheme: light)", color: light },
          { media: "(prefers-color-scheme: dark)", color: dark },
        ]
      : light,
  };
}

export default async function StoreLayout(props: Props) {
  const state = await storeState(props.params);
  if (state.kind === "open") {
    const { store } = state;
    const { common } = wordsOf(store.locale);
    return (
      <Document
        theme={readTheme(store.theme)}
        locale={store.locale}
        currency={store.currency === store.own_currency ? "" : store.currency}
        taxIncluded={store.prices_include_tax}
      >
        <a className="skip" href="#main">
          {common.skip}
        </a>
        <Given store={store} sections={onEvery(store.locale)}>
          <Visits shop={store.slug} />
          {props.children}
        </Given>
      </Document>
    );
  }
  const paused = state.kind === "paused";
  const { states } = wordsOf("en");
  return (
    <Document theme={readTheme(null)} locale="en" status={paused ? 503 : 404}>
      <main className="bare">
        <div className="panel state-in text-center mx-auto">
          <Art name={paused ? "shutter" : "lens"} />
          <h1 className="d3">
            {paused
              ? state.name
                ? states.pausedNamed(state.name)
                : states.pausedTitle
              : states.missingTitle}
          </h1>
          <p className="muted">{paused ? states.pausedText : states.missingText}</p>
          {paused && state.contactEmail && (
            <p className="muted small">
              {states.pausedMail}{" "}
              <a className="link" href={`mailto:${state.contactEmail}`}>
                {state.contactEmail}
              </a>
            </p>
          )}
        </div>
      </main>
    </Document>
  );
}
