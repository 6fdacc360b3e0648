import type { Category, Store } from "@/data/types";
import { common } from "@/messages/en/common";
import { footer } from "@/messages/en/footer";
import { Logo } from "./header";
import { ShopLink } from "./shop-link";

const SHOWN = 6;

/** What stands below every page. Only what the shop really has: no link leads nowhere. */
export function Footer({ store, categories }: { store: Store; categories: Category[] }) {
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
              <li>
                <ShopLink href="/cart">{footer.bag}</ShopLink>
              </li>
              {mail && (
                <li>
                  <a href={`mailto:${mail}`}>{footer.write}</a>
                </li>
              )}
            </ul>
          </div>
        </div>
        <p className="foot-end">
          <span>
            {footer.rights(new Date().getFullYear(), store.name)}{" "}
            {store.prices_include_tax ? footer.taxIncluded : footer.taxAdded}
          </span>
        </p>
      </div>
    </footer>
  );
}
