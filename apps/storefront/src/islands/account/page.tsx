"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import type { Customer } from "@/lib/api-types";
import type { CountryChoice } from "@/lib/countries";
import type { AccountView } from "@/lib/routes";
import { addressHere } from "@/messages/client";

import { call } from "../call";
import { Addresses } from "./addresses";
import { Closed } from "./close";
import { Forgot, Login, Register, Reset } from "./enter";
import { Said } from "./field";
import { Recover, Unsubscribe, Verify } from "./links";
import { MyOrderPage, Orders } from "./orders";
import { Skeleton, Sorry } from "./parts";
import { Settings } from "./settings";
import { isSignedIn, useMe } from "./state";
import { Wishlist } from "./wishlist";

export interface AccountPageProps {
  view: AccountView;
  slug: string;
  shop: string;
  locale: string;
  home: string;
  countries: CountryChoice[];
  taxIncluded: boolean;
  contact: string | null;
}

const PLACES = [
  ["/account", "overview"],
  ["/account/orders", "orders"],
  ["/account/wishlist", "wishlist"],
  ["/account/addresses", "addresses"],
  ["/account/settings", "settings"],
] as const;

function Nav({ view }: { view: AccountView }) {
  const words = useWords("account");
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await call("/api/session/logout", { method: "POST" });
    window.location.assign(addressHere("/"));
  };
  return (
    <nav aria-label={words.nav} className="account-nav">
      {PLACES.map(([href, name]) => (
        <PageLink
          key={href}
          className="chip"
          href={href}
          aria-current={name === view ? "page" : undefined}
        >
          {words.titles[name]}
        </PageLink>
      ))}
      <button type="button" className="chip" disabled={busy} onClick={() => void leave()}>
        {words.signOut}
      </button>
    </nav>
  );
}

function Unproven() {
  const words = useWords("account");
  const [told, setTold] = useState<{ text: string; tone: "good" | "bad" }>({
    text: "",
    tone: "good",
  });
  const again = async () => {
    const reply = await call("/api/account/me/verification", { method: "POST", body: {} });
    if (reply.ok) setTold({ text: words.verify.sent, tone: "good" });
    else setTold({ text: reply.problem.message || words.wrong, tone: "bad" });
  };
  return (
    <div className="panel stack">
      <p>
        {words.verify.needed}{" "}
        <button type="button" className="fix" onClick={() => void again()}>
          {words.verify.again}
        </button>
      </p>
      <Said {...told} />
    </div>
  );
}

/** Pages that need somebody signed in. */
function Inner({ view, ...props }: AccountPageProps) {
  const words = useWords("account");
  const { state, load, set } = useMe();
  const [closed, setClosed] = useState(false);
  if (closed) return <Closed />;
  if (state.kind === "loading") return <Skeleton />;
  if (state.kind === "failed") return <Sorry onRetry={load} />;
  const me: Customer = state.data;
  return (
    <>
      {view !== "order" && (
        <header className="head">
          <h1 className="d2">{view === "overview" ? words.hello(me.name) : words.titles[view]}</h1>
        </header>
      )}
      <Nav view={view} />
      {!me.verified && view === "overview" && <Unproven />}
      {view === "overview" && (
        <section className="stack" aria-labelledby="latest">
          <h2 className="d3" id="latest">
            {words.orders.latest}
          </h2>
          <Orders locale={props.locale} few={3} />
        </section>
      )}
      {view === "orders" && <Orders locale={props.locale} />}
      {view === "order" && <MyOrderPage {...props} />}
      {view === "addresses" && <Addresses {...props} />}
      {view === "settings" && (
        <Settings
          me={me}
          shop={props.shop}
          locale={props.locale}
          onChange={set}
          onClosed={() => setClosed(true)}
        />
      )}
    </>
  );
}

/** One island for every page of the account. */
export function AccountPage(props: AccountPageProps) {
  const words = useWords("account");
  // Known by a cookie, so only after the page came out of the cache as everybody gets it.
  const [signedIn, setSignedIn] = useState(false);
  useEffect(() => setSignedIn(isSignedIn(props.slug)), [props.slug]);
  switch (props.view) {
    case "login":
      return <Login {...props} />;
    case "register":
      return <Register {...props} />;
    case "forgot":
      return <Forgot />;
    case "reset":
      return <Reset />;
    case "verify":
      return <Verify />;
    case "recover":
      return <Recover />;
    case "unsubscribe":
      return <Unsubscribe />;
    case "wishlist":
      return (
        <>
          <header className="head">
            <h1 className="d2">{words.titles.wishlist}</h1>
          </header>
          {signedIn && <Nav view="wishlist" />}
          <Wishlist slug={props.slug} locale={props.locale} />
        </>
      );
    default:
      return <Inner {...props} />;
  }
}
