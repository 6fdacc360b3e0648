import type { Category, Store } from "@/data/types";
import { CartButton } from "@/islands/cart/cart-button";
import { deliveryTo } from "@/lib/delivery";
import { initialOf } from "@/lib/favicon";
import { formatRound } from "@/lib/money";
import { common } from "@/messages/en/common";
import { Icon } from "./icon";
import { ShopLink } from "./shop-link";

/** Categories the bar has room for beside "Shop". */
const IN_BAR = 3;

/** The shop's name, with its first letter as a mark. */
export function Logo({ name }: { name: string }) {
  return (
    <>
      <span className="logo-mark" aria-hidden="true">
        {initialOf(name)}
      </span>
      <span>{name}</span>
    </>
  );
}

function SearchForm({ id }: { id: string }) {
  return (
    <search>
      <form className="search" action="/products">
        <label htmlFor={id} className="sr-only">
          {common.searchLabel}
        </label>
        <Icon name="search" />
        <input id={id} name="search" type="search" placeholder={common.search} maxLength={200} />
      </form>
    </search>
  );
}

/** What stands above every page: test ribbon, notice, the floating bar. */
export function Header({ store, categories }: { store: Store; categories: Category[] }) {
  const free = store.free_shipping_from;
  const fact = deliveryTo(store, 1);
  const roots = categories.filter((category) => category.parent_id === null);
  return (
    // No box of its own: the bar sticks to the page, not to this landmark.
    <header className="contents">
      {store.test_mode && <p className="ribbon">{common.testMode}</p>}
      {!store.checkout_open && <p className="ribbon">{common.closedNotice}</p>}
      {(free || fact) && (
        <p className="notice">
          {free && <b>{common.freeFrom(formatRound(free, store.locale))}</b>}
          {free && fact ? <span>{fact}</span> : fact}
        </p>
      )}
      <div className={free || fact ? "bar glass" : "bar bar-top glass"}>
        <button
          type="button"
          className="icon-btn bar-menu"
          popoverTarget="menu"
          aria-label={common.menu}
        >
          <Icon name="menu" />
        </button>
        <nav aria-label={common.mainNav}>
          <ShopLink href="/products">{common.shop}</ShopLink>
          {roots.slice(0, IN_BAR).map((category) => (
            <ShopLink key={category.id} href={`/categories/${category.slug}`}>
              {category.name}
            </ShopLink>
          ))}
        </nav>
        <ShopLink className="logo" href="/">
          <Logo name={store.name} />
        </ShopLink>
        <div className="bar-tools">
          <SearchForm id="search" />
          <CartButton slug={store.slug} locale={store.locale} />
        </div>
      </div>
      <div id="menu" popover="auto" className="menu-sheet">
        <nav aria-label={common.menu}>
          <a href="/">{common.home}</a>
          <a href="/products">{common.allProducts}</a>
          {roots.map((category) => (
            <a key={category.id} href={`/categories/${category.slug}`}>
              {category.name}
            </a>
          ))}
        </nav>
        <SearchForm id="search-menu" />
      </div>
    </header>
  );
}
