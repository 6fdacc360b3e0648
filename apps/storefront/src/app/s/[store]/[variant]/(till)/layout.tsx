import type { ReactNode } from "react";
import { Logo } from "@/components/header";
import { openStore, type StoreParams } from "@/lib/page";
import { common, checkout as words } from "@/messages/en";

interface Props {
  children: ReactNode;
  params: Promise<StoreParams>;
}

/** Checkout: nothing to wander off to. */
export default async function TillLayout({ children, params }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <>
      {store.test_mode && <p className="ribbon">{common.testMode}</p>}
      <header className="till-bar">
        <a className="logo" href="/" aria-label={common.logoLabel(store.name)}>
          <Logo name={store.name} />
        </a>
        <a className="link small muted" href="/cart">
          {words.backToBag}
        </a>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
