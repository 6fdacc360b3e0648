"""A cart as it stands: lines with product, price, picture and stock, and the store's rates, in one
statement. Used by carts, checkout and its flow; SQL only, and no service is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, LargeBinary, Text

_CART = text(
    """
    with cart as (
      select c.tenant_id, c.id, c.store_id, c.status, c.currency, k.id as checkout_id
        from carts c
        left join checkouts k on k.tenant_id = c.tenant_id and k.cart_id = c.id
       where c.id = :cart and c.token_hash = :token
    ), line as (
      select l.tenant_id, l.id, l.variant_id, l.quantity, l.unit_price
        from cart join cart_lines l on l.tenant_id = cart.tenant_id and l.cart_id = cart.id
      union all
      select cart.tenant_id, null, cast(:candidate as uuid), 0, 0
        from cart where cast(:candidate as uuid) is not null
    )
    select cart.id as cart_id, cart.status, cart.currency, cart.checkout_id,
           line.id as line_id, line.variant_id, line.quantity, line.unit_price as seen_price,
           v.id as known_variant, v.price, v.compare_at_price, v.title as variant_title, v.sku,
           p.id as product_id, p.slug as product_slug, p.title,
           p.status = 'active' and v.deleted_at is null as on_sale,
           coalesce(i.tracked, false) as tracked, coalesce(i.policy, 'deny') as policy,
           i.on_hand - i.committed - i.safety_stock - coalesce(held.units, 0) as available,
           m.picture,
           case when row_number() over (order by line.id nulls last) = 1 then (
             select coalesce(jsonb_agg(jsonb_build_object(
                      'id', r.id, 'name', r.name, 'countries', r.countries, 'amount', r.amount,
                      'free_over', r.free_over, 'min_days', r.min_days, 'max_days', r.max_days)
                    order by r.amount, r.id), '[]')
               from shipping_rates r where r.store_id = cart.store_id) end as rates,
           case when row_number() over (order by line.id nulls last) = 1 then (
             select jsonb_build_object('name', t.name, 'rate_ppm', t.rate_ppm)
               from tax_rates t
              where t.store_id = cart.store_id and t.country = :country) end as tax
      from cart
      left join line on line.tenant_id = cart.tenant_id
      left join product_variants v
        on v.tenant_id = cart.tenant_id and v.id = line.variant_id and v.store_id = cart.store_id
      left join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
      left join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
      left join lateral (
        select sum(r.quantity) as units from reservations r
         where r.tenant_id = i.tenant_id and r.item_id = i.id and r.status = 'open'
           and r.expires_at > :now and r.holder_id is distinct from cart.checkout_id
      ) held on i.tracked
      left join lateral (
        select jsonb_build_object('id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
                                  'sizes', m.sizes) as picture
          from media m where m.tenant_id = p.tenant_id and m.product_id = p.id
         order by m.position, m.id limit 1
      ) m on true
     order by line.id nulls last
    """
).bindparams(
    bindparam("cart", type_=PgUUID(as_uuid=True)),
    bindparam("token", type_=LargeBinary()),
    bindparam("candidate", type_=PgUUID(as_uuid=True)),
    bindparam("country", type_=Text()),
    bindparam("now", type_=DateTime(timezone=True)),
)


_FREE_FROM = text("select min(free_over) from shipping_rates where store_id = :store").bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True))
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with what the catalogue says about it now. `line_id` and `quantity` of a candidate
    that is not in the cart yet are None and 0. `available` is None where stock is not tracked or
    may go below zero; units held by this cart's own checkout count as available."""

    line_id: UUID | None
    variant_id: UUID
    quantity: int
    seen_price: int
    known: bool
    price: int
    compare_at_price: int | None
    variant_title: str
    sku: str | None
    product_id: UUID | None
    product_slug: str
    title: str
    on_sale: bool
    available: int | None
    picture: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """A shipping rate of the store; no countries means everywhere."""

    id: UUID
    name: str
    countries: tuple[str, ...]
    amount: int
    free_over: int | None
    min_days: int
    max_days: int

    def serves(self, country: str) -> bool:
        """Whether it ships there."""
        return not self.countries or country in self.countries


@dataclass(frozen=True, slots=True)
class TaxRow:
    """The tax of the asked country."""

    name: str
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class CartRows:
    """Everything one statement read. `rates` are all of the store's, cheapest first."""

    id: UUID
    status: str
    currency: str
    checkout_id: UUID | None
    lines: list[LineRow]
    candidate: LineRow | None
    rates: list[RateRow]
    tax: TaxRow | None


async def load_cart(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    country: str,
    now: datetime,
    candidate: UUID | None = None,
) -> CartRows | None:
    """The cart whose token hashes to `token_hash`, or None.

    `country` (ISO 3166-1 alpha-2) decides the tax; `candidate` is a variant about to be added.
    """
    result = await session.execute(
        _CART,
        {
            "cart": cart_id,
            "token": token_hash,
            "candidate": candidate,
            "country": country,
            "now": now,
        },
    )
    rows = [dict(row) for row in result.mappings()]
    if not rows:
        return None
    head = rows[0]
    lines = [_line(row) for row in rows if row["variant_id"] is not None]
    tax = head["tax"]
    return CartRows(
        id=head["cart_id"],
        status=head["status"],
        currency=head["currency"],
        checkout_id=head["checkout_id"],
        lines=[line for line in lines if line.line_id is not None],
        candidate=next((line for line in lines if line.line_id is None), None),
        rates=[_rate(rate) for rate in head["rates"]],
        tax=TaxRow(tax["name"], tax["rate_ppm"]) if tax else None,
    )


async def free_shipping_from(session: AsyncSession, store_id: UUID) -> int | None:
    """The lowest value of items from which a rate of the store ships free."""
    found: int | None = await session.scalar(_FREE_FROM, {"store": store_id})
    return found


def _line(row: Mapping[str, Any]) -> LineRow:
    counted = row["tracked"] and row["policy"] == "deny"
    return LineRow(
        line_id=row["line_id"],
        variant_id=row["variant_id"],
        quantity=row["quantity"],
        seen_price=row["seen_price"],
        known=row["known_variant"] is not None,
        price=row["price"] or 0,
        compare_at_price=row["compare_at_price"],
        variant_title=row["variant_title"] or "",
        sku=row["sku"],
        product_id=row["product_id"],
        product_slug=row["product_slug"] or "",
        title=row["title"] or "",
        on_sale=bool(row["on_sale"]),
        available=max(int(row["available"]), 0) if counted else None,
        picture=row["picture"],
    )


def _rate(row: Mapping[str, Any]) -> RateRow:
    return RateRow(
        id=UUID(row["id"]),
        name=row["name"],
        countries=tuple(row["countries"]),
        amount=row["amount"],
        free_over=row["free_over"],
        min_days=row["min_days"],
        max_days=row["max_days"],
    )
