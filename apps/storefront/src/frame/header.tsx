import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { MenuLink } from "@/components/menu-link";
import { PageLink, ShopLink } from "@/components/shop-link";
import { CartButton } from "@/islands/cart/cart-button";
import { SearchBox } from "@/islands/search/search-box";
import type { Category, MenuLine, Store } from "@/lib/api-types";
import { deliveryTo } from "@/lib/delivery";
import { formatRound } from "@/lib/money";
import { wordsOf } from "@/messages/catalogues";

import { initialOf } from "@/theme/favicon";
import { CurrencyMenu, CurrencyRow } from "./currency-choice";
import { LanguageRow } from "./language-choice";

/** Lines the bar has room for beside the first. */
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

/** The merchant's menu; where there is none, the whole shop and its categories. */
function menuOf(store: Store, categories: Category[]): MenuLine[] {
  if (store.menus.header.length > 0) return store.menus.header;
  const { common } = wordsOf(store.locale);
  const roots = categories.filter((category) => category.parent_id === null);
  const lines = roots.map(({ name, slug }) => ({ label: name, href: `/categories/${slug}` }));
  return [{ label: common.shop, href: "/products" }, ...lines].map((line) => ({
    ...line,
    items: [],
  }));
}

/** A line of the bar; what is below it opens on hover and on focus. */
function BarLine({ line }: { line: MenuLine }) {
  if (line.items.length === 0) return <MenuLink line={line} />;
  return (
    <div className="bar-group">
      <MenuLink line={line} />
      <ul className="panel bar-below">
        {line.items.map((below) => (
          <li key={`${below.href} ${below.label}`}>
            <MenuLink line={below} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What stands above every page: test ribbon, notice, the floating bar. */
export function Header({ store, categories }: { store: Store; categories: Category[] }) {
  const common = useWords("common");
  const account = useWords("account");
  const choice = useWords("choice");
  const free = store.free_shipping_from;
  const fact = deliveryTo(store, 1);
  const menu = menuOf(store, categories);
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
          {menu.slice(0, IN_BAR + 1).map((line) => (
            <BarLine key={`${line.href} ${line.label}`} line={line} />
          ))}
        </nav>
        <ShopLink className="logo" href="/">
          <Logo name={store.name} />
        </ShopLink>
        <div className="bar-tools">
          <SearchBox id="search" locale={store.locale} />
          <CurrencyMenu store={store} />
          <PageLink className="icon-btn" href="/account" aria-label={account.button}>
            <Icon name="person" />
          </PageLink>
          <CartButton slug={store.slug} locale={store.locale} />
        </div>
      </div>
      <div id="menu" popover="auto" className="menu-sheet">
        <nav aria-label={common.menu}>
          <PageLink href="/">{common.home}</PageLink>
          <PageLink href="/products">{common.allProducts}</PageLink>
          {menu
            .flatMap((line) => [line, ...line.items])
            .filter((line) => line.href !== "/" && line.href !== "/products")
            .map((line) => (
              <PageLink key={`${line.href} ${line.label}`} href={line.href}>
                {line.label}
              </PageLink>
            ))}
        </nav>
        <SearchBox id="search-menu" locale={store.locale} />
        <LanguageRow store={store} className="menu-choice" label={choice.chooseLanguage} />
        <CurrencyRow store={store} className="menu-choice" label={choice.choose} />
      </div>
    </header>
  );
}
