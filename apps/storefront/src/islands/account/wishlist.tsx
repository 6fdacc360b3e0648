"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { NoPicture, Picture } from "@/components/picture";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import type { Wish } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { call } from "../call";
import { Said } from "./field";
import { Skeleton, Sorry } from "./parts";
import { isSignedIn, useAccount } from "./state";
import { type GuestWish, guestWishes, keepWishes } from "./wishes";

function Empty() {
  const words = useWords("account");
  return (
    <State art="bag" title={words.wishlist.empty} text={words.wishlist.emptyText}>
      <PageLink className="btn btn-primary" href="/products">
        {words.goOn}
      </PageLink>
    </State>
  );
}

function Remove({ title, onClick }: { title: string; onClick: () => void }) {
  const words = useWords("account");
  return (
    <button
      type="button"
      className="icon-btn"
      aria-label={words.wishlist.remove(title)}
      onClick={onClick}
    >
      <Icon name="close" />
    </button>
  );
}

function Gone({ title, onUndo }: { title: string; onUndo: () => void }) {
  const words = useWords("account");
  return (
    <div role="status" className="note">
      <span>
        {words.wishlist.removed(title)}{" "}
        <button type="button" className="fix" onClick={onUndo}>
          {words.wishlist.undo}
        </button>
      </span>
    </div>
  );
}

function Mine({ locale }: { locale: string }) {
  const words = useWords("account");
  const common = useWords("common");
  const { state, load, set } = useAccount<Wish[]>("me/wishlist");
  const [gone, setGone] = useState<Wish | null>(null);
  const [failed, setFailed] = useState(false);
  if (state.kind === "loading") return <Skeleton />;
  if (state.kind === "failed") return <Sorry onRetry={load} />;
  const remove = async (wish: Wish) => {
    const reply = await call(`/api/account/me/wishlist/${wish.product_id}`, { method: "DELETE" });
    setFailed(!reply.ok);
    if (!reply.ok) return;
    set(state.data.filter((other) => other.product_id !== wish.product_id));
    setGone(wish);
  };
  const undo = async (wish: Wish) => {
    const body = { product_ids: [wish.product_id] };
    const reply = await call<Wish[]>("/api/account/me/wishlist", { method: "POST", body });
    setFailed(!reply.ok);
    if (!reply.ok) return;
    set(reply.data);
    setGone(null);
  };
  return (
    <div className="stack">
      <Said text={failed ? words.wrong : ""} />
      {gone && <Gone title={gone.title} onUndo={() => void undo(gone)} />}
      {state.data.length === 0 ? (
        <Empty />
      ) : (
        <ul className="panel account-list">
          {state.data.map((wish) => (
            <li key={wish.product_id} className="account-wish">
              <span className="stage account-picture">
                {wish.image ? <Picture image={wish.image} sizes="68px" alt="" /> : <NoPicture />}
              </span>
              <span className="min-w-0">
                <PageLink
                  className="strong clamp-2"
                  href={`/products/${encodeURIComponent(wish.slug)}`}
                >
                  {wish.title}
                </PageLink>
                <span className="small num account-line">
                  {wish.price_max.amount > wish.price.amount && `${common.from} `}
                  {formatMoney(wish.price, locale)}
                  {!wish.available && ` · ${common.soldOut}`}
                </span>
              </span>
              <Remove title={wish.title} onClick={() => void remove(wish)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Guests({ slug }: { slug: string }) {
  const words = useWords("account");
  const [wishes, setWishes] = useState<GuestWish[]>([]);
  const [gone, setGone] = useState<{ wish: GuestWish; all: GuestWish[] } | null>(null);
  useEffect(() => setWishes(guestWishes(slug)), [slug]);
  const keep = (next: GuestWish[]) => {
    keepWishes(slug, next);
    setWishes(next);
  };
  return (
    <div className="stack">
      <p className="note">
        <Icon name="info" />
        <span>
          {words.wishlist.guest}{" "}
          <PageLink className="link" href="/login?next=%2Faccount%2Fwishlist">
            {words.login.go}
          </PageLink>
        </span>
      </p>
      {gone && (
        <Gone
          title={gone.wish.title}
          onUndo={() => {
            keep(gone.all);
            setGone(null);
          }}
        />
      )}
      {wishes.length === 0 ? (
        <Empty />
      ) : (
        <ul className="panel account-list">
          {wishes.map((wish) => (
            <li key={wish.id} className="account-wish">
              <PageLink
                className="strong clamp-2"
                href={`/products/${encodeURIComponent(wish.slug)}`}
              >
                {wish.title}
              </PageLink>
              <Remove
                title={wish.title}
                onClick={() => {
                  setGone({ wish, all: wishes });
                  keep(wishes.filter((other) => other.id !== wish.id));
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The account's list at today's prices; a guest's own until they sign in. */
export function Wishlist({ slug, locale }: { slug: string; locale: string }) {
  const [signed, setSigned] = useState<boolean | null>(null);
  useEffect(() => setSigned(isSignedIn(slug)), [slug]);
  if (signed === null) return <Skeleton />;
  return signed ? <Mine locale={locale} /> : <Guests slug={slug} />;
}
