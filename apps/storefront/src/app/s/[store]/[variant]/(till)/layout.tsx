import type { ReactNode } from "react";
import { Logo } from "@/components/header";
import { openStore, type StoreParams } from "@/lib/page";
import { checkout as words } from "@/messages/en/checkout";
import { common } from "@/messages/en/common";

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
      <header>
        {store.test_mode && <p className="ribbon">{common.testMode}</p>}
        <div className="till-bar">
          <a className="logo" href="/">
            <Logo name={store.name} />
          </a>
          <a className="link small muted" href="/cart">
            {words.backToBag}
          </a>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
