import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Document } from "@/components/document";
import { Art } from "@/components/state";
import { loadStore } from "@/data/reads";
import { storeOrigin } from "@/lib/env";
import { favicon } from "@/lib/favicon";
import { plainText } from "@/lib/html";
import type { StoreParams } from "@/lib/page";
import { isVariant } from "@/lib/routes";
import { common } from "@/messages/en/common";
import { states } from "@/messages/en/states";
import { readTheme, themeColours } from "@/theme/theme";
import "@/styles/index.css";

export const revalidate = 300;

interface Props {
  children: ReactNode;
  params: Promise<{ store: string; variant: string }>;
}

const ICON = { icon: { url: favicon("", readTheme(null)), type: "image/svg+xml" } };

export function generateStaticParams(): StoreParams[] {
  return [];
}

async function stateOf({ params }: Pick<Props, "params">) {
  const { store, variant } = await params;
  return isVariant(variant) ? loadStore(store) : ({ kind: "missing" } as const);
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const state = await stateOf(props);
  if (state.kind === "missing")
    return { title: states.missingTitle, robots: { index: false }, icons: ICON };
  if (state.kind === "paused") {
    const title = state.name ? states.pausedNamed(state.name) : states.pausedTitle;
    return { title, robots: { index: false }, icons: ICON };
  }
  const { store } = state;
  const description = store.description ? plainText(store.description, 160) : undefined;
  return {
    metadataBase: new URL(storeOrigin(store.slug)),
    title: { default: store.name, template: `%s · ${store.name}` },
    ...(description ? { description } : {}),
    applicationName: store.name,
    icons: { icon: { url: favicon(store.name, readTheme(store.theme)), type: "image/svg+xml" } },
    openGraph: { siteName: store.name, locale: store.locale.replace("-", "_"), type: "website" },
    formatDetection: { telephone: false },
  };
}

export async function generateViewport(props: Props): Promise<Viewport> {
  const state = await stateOf(props);
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
  const state = await stateOf(props);
  if (state.kind === "open") {
    const { store } = state;
    return (
      <Document
        theme={readTheme(store.theme)}
        locale={store.locale}
        taxIncluded={store.prices_include_tax}
      >
        <a className="skip" href="#main">
          {common.skip}
        </a>
        {props.children}
      </Document>
    );
  }
  const paused = state.kind === "paused";
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
