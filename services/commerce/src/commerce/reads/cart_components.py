"""What a bundle in a cart is made of: a part of the statement in `cart_lines` (`i` is the bundle's
stock row, `cart` the cart). A scalar, and no join: it runs for bundles alone, and one table more
in the FROM of that statement is more than the planner orders (join_collapse_limit)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

COMPONENTS: Final = """
        select jsonb_agg(jsonb_build_object(
                 'variant_id', k.component_id, 'quantity', k.quantity,
                 'price', b.price, 'own_price', o.price, 'tax_class', q.tax_class,
                 'product_id', q.id, 'product_slug', q.slug, 'title', q.title,
                 'variant_title', b.title, 'sku', b.sku, 'grams', b.weight_grams,
                 'on_sale', coalesce(q.status = 'active' and b.deleted_at is null, false),
                 'available', case when s.tracked and s.policy = 'deny' then
                   s.on_hand - s.committed - s.safety_stock - coalesce((
                     select sum(r.quantity) from reservations r
                      where r.tenant_id = s.tenant_id and r.item_id = s.id and r.status = 'open'
                        and r.expires_at > :now
                        and r.holder_id is distinct from cart.checkout_id), 0) end,
                 'picture', (
                   select jsonb_build_object('id', n.id, 'alt', n.alt, 'width', n.width,
                                             'height', n.height, 'sizes', n.sizes)
                     from media n where n.tenant_id = q.tenant_id and n.product_id = q.id
                    order by n.position, n.id limit 1)) order by k.position)
          from kit_components k
          left join product_variants b on b.tenant_id = k.tenant_id and b.id = k.component_id
          left join products q on q.tenant_id = k.tenant_id and q.id = b.product_id
          left join inventory_items s on s.tenant_id = k.tenant_id and s.variant_id = b.id
          left join variant_prices o
            on cart.currency <> cart.base_currency and o.tenant_id = k.tenant_id
           and o.variant_id = b.id and o.currency = cart.currency
         where k.tenant_id = i.tenant_id and k.kit_id = i.variant_id"""


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """So many units of another variant in each unit of a bundle, as the catalogue has it now.
    `price` is in the store's currency, `own_price` the merchant's in the cart's. `product_id` is
    None where the component is gone. `available` None: not counted, or may go below zero."""

    variant_id: UUID
    quantity: int
    price: int
    own_price: int | None
    tax_class: str
    product_id: UUID | None
    product_slug: str
    title: str
    variant_title: str
    sku: str | None
    grams: int
    on_sale: bool
    available: int | None
    picture: dict[str, Any] | None


def component_of(row: Mapping[str, Any]) -> ComponentRow:
    """A component as JSON has it."""
    available = row["available"]
    return ComponentRow(
        variant_id=UUID(row["variant_id"]),
        quantity=row["quantity"],
        price=row["price"] or 0,
        own_price=row["own_price"],
        tax_class=row["tax_class"] or "standard",
        product_id=UUID(row["product_id"]) if row["product_id"] else None,
        product_slug=row["product_slug"] or "",
        title=row["title"] or "",
        variant_title=row["variant_title"] or "",
        sku=row["sku"],
        grams=row["grams"] or 0,
        on_sale=row["on_sale"],
        available=None if available is None else max(available, 0),
        picture=row["picture"],
    )
