import type { ReactNode } from "react";
import { PageLink } from "@/components/shop-link";
import { openStore } from "@/data/page";
import { Logo } from "@/frame/header";
import type { StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

interface Props {
  children: ReactNode;
  params: Promise<StoreParams>;
}

/** Checkout: nothing to wander off to. */
export default async function TillLayout({ children, params }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  const { common, checkout: words } = wordsOf(store.locale);
  return (
    <>
      <header>
        {store.test_mode && <p className="ribbon">{common.testMode}</p>}
        <div className="till-bar">
          <PageLink className="logo" href="/">
            <Logo name={store.name} />
          </PageLink>
          <PageLink className="link small muted" href="/cart">
            {words.backToBag}
          </PageLink>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {store.policies.length > 0 && (
        <footer className="till-policies">
          {store.policies.map((policy) => (
            <PageLink key={policy.kind} className="link small muted" href={policy.href}>
              {policy.title}
            </PageLink>
          ))}
        </footer>
      )}
    </>
  );
}
