import { useWords } from "#words";
import type { Crumb } from "@/lib/structured-data";

import { ShopLink } from "./shop-link";

/** Where a page stands. The last one is the page itself. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const common = useWords("common");
  return (
    <nav aria-label={common.breadcrumb}>
      <ol className="crumbs">
        {crumbs.map((crumb, index) => (
          <li key={crumb.path}>
            {index < crumbs.length - 1 ? (
              <ShopLink href={crumb.path}>{crumb.name}</ShopLink>
            ) : (
              <span aria-current="page">{crumb.name}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
