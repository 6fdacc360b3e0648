import { useWords } from "#words";
import { MenuLink } from "@/components/menu-link";
import { ShopLink } from "@/components/shop-link";
import { ChoicesButton } from "@/islands/visits/choices-button";
import type { Category, Store } from "@/lib/api-types";
import { CurrencyRow } from "./currency-choice";
import { Logo } from "./header";
import { LanguageRow } from "./language-choice";
import { Newsletter } from "./newsletter";

const SHOWN = 6;

/** What stands below every page. Only what the shop really has: no link leads nowhere. */
export function Footer({ store, categories }: { store: Store; categories: Category[] }) {
  const footer = useWords("footer");
  const common = useWords("common");
  const track = useWords("track");
  const card = useWords("card");
  const choice = useWords("choice");
  const roots = categories.filter((category) => category.parent_id === null);
  const mail = store.contact_email;
  return (
    <footer className="foot">
      <div className="wrap">
        <div className="foot-cols">
          <div className="stack" style={{ alignContent: "start" }}>
            <ShopLink className="logo" href="/">
              <Logo name={store.name} />
            </ShopLink>
            {store.description && (
              <p className="muted max-w-[36ch]">{store.description.slice(0, 300)}</p>
            )}
            {mail && (
              <p className="muted">
                {footer.questions}{" "}
                <a className="link" href={`mailto:${mail}`}>
                  {mail}
                </a>
              </p>
            )}
          </div>
          <div>
            <h2>{footer.shop}</h2>
            <ul>
              <li>
                <ShopLink href="/products">{common.allProducts}</ShopLink>
              </li>
              {roots.slice(0, SHOWN).map((category) => (
                <li key={category.id}>
                  <ShopLink href={`/categories/${category.slug}`}>{category.name}</ShopLink>
                </li>
              ))}
              {roots.length > SHOWN && (
                <li>
                  <ShopLink href="/categories">{footer.categories}</ShopLink>
                </li>
              )}
            </ul>
          </div>
          <div>
            <h2>{footer.help}</h2>
            <ul>
              {store.menus.footer.map((line) => (
                <li key={`${line.href} ${line.label}`}>
                  <MenuLink line={line} />
                  {line.items.length > 0 && (
                    <ul>
                      {line.items.map((below) => (
                        <li key={`${below.href} ${below.label}`}>
                          <MenuLink line={below} />
                        </li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
              <li>
                <ShopLink href="/track">{track.title}</ShopLink>
              </li>
              <li>
                <ShopLink href="/gift-card">{card.title}</ShopLink>
              </li>
              <li>
                <ShopLink href="/cart">{footer.bag}</ShopLink>
              </li>
              {mail && (
                <li>
                  <a href={`mailto:${mail}`}>{footer.write}</a>
                </li>
              )}
              <li>
                <ChoicesButton />
              </li>
            </ul>
          </div>
          {store.policies.length > 0 && (
            <div>
              <h2>{footer.policies}</h2>
              <ul>
                {store.policies.map((policy) => (
                  <li key={policy.kind}>
                    <ShopLink href={policy.href}>{policy.title}</ShopLink>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
        {store.newsletter && <Newsletter store={store} />}
        <div className="foot-end">
          <span>
            {footer.rights(new Date().getFullYear(), store.name)}{" "}
            {store.prices_include_tax ? footer.taxIncluded : footer.taxAdded}
          </span>
          <LanguageRow store={store} className="foot-choice" label={choice.language} />
          <CurrencyRow store={store} className="foot-choice" label={choice.currency} />
        </div>
      </div>
    </footer>
  );
}
