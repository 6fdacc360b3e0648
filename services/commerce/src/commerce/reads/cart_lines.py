"""A cart as it stands: lines with product, price, picture and stock, and the store's rates, in one
statement. Used by carts, checkout and its flow; SQL only, and no service is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import ARRAY, DateTime, LargeBinary, Text

from commerce.reads.cart_components import COMPONENTS, ComponentRow, component_of
from commerce.reads.cart_terms import TERMS

# Each table is looked up by key for each line (`offset 0` keeps the planner from joining them):
# under row-level security it takes every table for a handful of rows, and joined a tenant's whole
# shelf anew for each of 200 lines.
_CART = text(
    """
    with cart as (
      select c.tenant_id, c.id, c.store_id, c.status, c.currency, c.customer_id,
             c.codes || cast(:codes as text[]) as codes, c.gift_cards, c.trace,
             k.id as checkout_id,
             s.currency as base_currency
        from carts c
        join stores s on s.tenant_id = c.tenant_id and s.id = c.store_id
        left join checkouts k on k.tenant_id = c.tenant_id and k.cart_id = c.id
       where c.id = :cart and c.token_hash = :token
    ), line as (
      select l.tenant_id, l.id, l.variant_id, l.quantity, l.unit_price, l.upsell_id
        from cart join cart_lines l on l.tenant_id = cart.tenant_id and l.cart_id = cart.id
      union all
      select cart.tenant_id, null, cast(:candidate as uuid), 0, 0, null
        from cart where cast(:candidate as uuid) is not null
    )
    select cart.id as cart_id, cart.store_id, cart.status, cart.currency, cart.base_currency,
           cart.checkout_id, cart.customer_id, cart.codes, cart.trace,
           line.id as line_id, line.variant_id, line.quantity, line.unit_price as seen_price,
           line.upsell_id,
           v.id as known_variant, v.price, v.compare_at_price, v.title as variant_title, v.sku,
           v.weight_grams, own.price as own_price, own.compare_at_price as own_compare_at_price,
           p.id as product_id, p.slug as product_slug, p.title, p.tax_class, p.is_gift_card,
           p.status = 'active' and v.deleted_at is null as on_sale,
           coalesce(i.tracked, false) as tracked, coalesce(i.policy, 'deny') as policy,
           i.on_hand - i.committed - i.safety_stock - coalesce(held.units, 0) as available,
           m.picture, coalesce(i.kit, false) as kit,
           case when i.kit then (/*components*/) end as components,
           case when row_number() over (order by line.id nulls last) = 1
                then (select terms from cart_terms) end as terms
      from cart
      left join line on line.tenant_id = cart.tenant_id
      left join lateral (
        select v.tenant_id, v.id, v.product_id, v.price, v.compare_at_price, v.title, v.sku,
               v.weight_grams, v.deleted_at
          from product_variants v
         where v.tenant_id = cart.tenant_id and v.id = line.variant_id
           and v.store_id = cart.store_id offset 0
      ) v on true
      left join lateral (
        select p.tenant_id, p.id, p.slug, p.title, p.tax_class, p.is_gift_card, p.status
          from products p where p.tenant_id = v.tenant_id and p.id = v.product_id offset 0
      ) p on true
      left join lateral (
        select own.price, own.compare_at_price from variant_prices own
         where own.tenant_id = v.tenant_id and own.variant_id = v.id
           and own.currency = cart.currency offset 0
      ) own on cart.currency <> cart.base_currency
      left join lateral (
        select i.tenant_id, i.id, i.variant_id, i.tracked, i.policy, i.on_hand, i.committed,
               i.safety_stock, i.kit
          from inventory_items i
         where i.tenant_id = v.tenant_id and i.variant_id = v.id offset 0
      ) i on true
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
    """.replace("(select terms from cart_terms)", TERMS).replace("/*components*/", COMPONENTS)
).bindparams(
    bindparam("cart", type_=PgUUID(as_uuid=True)),
    bindparam("token", type_=LargeBinary()),
    bindparam("candidate", type_=PgUUID(as_uuid=True)),
    bindparam("codes", type_=ARRAY(Text())),
    bindparam("customer_key", type_=LargeBinary()),
    bindparam("country", type_=Text()),
    bindparam("now", type_=DateTime(timezone=True)),
)


_FREE_FROM = text("select min(free_over) from shipping_rates where store_id = :store").bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True))
)


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with what the catalogue says about it now. `price` is in the store's currency,
    `own_price` what the merchant set in the cart's (None: the rate decides). `line_id` and
    `quantity` of a candidate
    that is not in the cart yet are None and 0. `available` is None where stock is not tracked or
    may go below zero; units held by this cart's own checkout count as available. A bundle (`kit`)
    is for sale while all its components are, and as often as the scarcest of them allows."""

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
    tax_class: str
    gift_card: bool
    grams: int
    own_price: int | None
    own_compare_at_price: int | None
    upsell_id: UUID | None = None
    kit: bool = False
    components: tuple[ComponentRow, ...] = ()

    @property
    def demand(self) -> dict[UUID, int]:
        """Units of stock that one of it takes: a bundle takes its components."""
        if not self.kit:
            return {self.variant_id: 1}
        return {part.variant_id: part.quantity for part in self.components}

    @property
    def stock(self) -> dict[UUID, int | None]:
        """What is left of each variant it takes; None where it is not counted."""
        if not self.kit:
            return {self.variant_id: self.available}
        return {part.variant_id: part.available for part in self.components}


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A shipping zone's places: `DE`, `US-CA`; none means the rest of the world."""

    id: UUID
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateRow:
    """A shipping rate of the store, amounts in the store's currency; `tiers` are [{from, amount}].
    It serves its zone, or without one its countries (none: everywhere)."""

    id: UUID
    name: str
    zone_id: UUID | None
    countries: tuple[str, ...]
    basis: str
    amount: int
    tiers: tuple[dict[str, int], ...]
    free_over: int | None
    min_days: int
    max_days: int


@dataclass(frozen=True, slots=True)
class CartRows:
    """Everything one statement read.

    `rates` are all of the store's, cheapest first; `tax_rates` those of the asked country;
    `discounts` the automatic ones and those of the cart's codes; `gift_cards` those that shall pay,
    with what they hold beside this cart's own checkout; `exchange` is how the store's currency
    becomes the cart's, None where it is the same or nothing is known. Rows as JSON has them.
    """

    id: UUID
    status: str
    currency: str
    base_currency: str
    checkout_id: UUID | None
    customer_id: UUID | None
    codes: tuple[str, ...]
    trace: list[Any] | None
    lines: list[LineRow]
    candidate: LineRow | None
    rates: list[RateRow]
    zones: list[ZoneRow]
    tax_rates: list[dict[str, Any]]
    settings: dict[str, Any] | None
    exchange: dict[str, Any] | None
    discounts: list[dict[str, Any]]
    gift_cards: list[dict[str, Any]]
    credit: dict[str, Any] | None
    store_id: UUID | None = None


async def load_cart(
    session: AsyncSession,
    *,
    cart_id: UUID,
    token_hash: bytes,
    country: str,
    now: datetime,
    candidate: UUID | None = None,
    codes: Sequence[str] = (),
    customer_key: bytes | None = None,
) -> CartRows | None:
    """The cart whose token hashes to `token_hash`, or None.

    `country` (ISO 3166-1 alpha-2) decides the tax; `candidate` is a variant about to be added;
    `codes` (case-folded) are considered with the cart's own; `customer_key` names the customer in
    discounts' usages.
    """
    result = await session.execute(
        _CART,
        {
            "cart": cart_id,
            "token": token_hash,
            "candidate": candidate,
            "codes": list(codes),
            "customer_key": customer_key,
            "country": country,
            "now": now,
        },
    )
    rows = [dict(row) for row in result.mappings()]
    if not rows:
        return None
    head = rows[0]
    terms = head["terms"]
    lines = [_line(row) for row in rows if row["variant_id"] is not None]
    return CartRows(
        id=head["cart_id"],
        status=head["status"],
        currency=head["currency"],
        base_currency=head["base_currency"],
        checkout_id=head["checkout_id"],
        customer_id=head["customer_id"],
        codes=tuple(dict.fromkeys(head["codes"])),
        trace=head["trace"],
        lines=[line for line in lines if line.line_id is not None],
        candidate=next((line for line in lines if line.line_id is None), None),
        rates=[_rate(rate) for rate in terms["rates"]],
        zones=[ZoneRow(UUID(zone["id"]), tuple(zone["regions"])) for zone in terms["zones"]],
        tax_rates=terms["taxes"],
        settings=terms["settings"],
        exchange=terms["exchange"],
        discounts=terms["discounts"],
        gift_cards=terms["gift_cards"],
        credit=terms["credit"],
        store_id=head["store_id"],
    )


async def free_shipping_from(session: AsyncSession, store_id: UUID) -> int | None:
    """The lowest value of items from which a rate of the store ships free."""
    found: int | None = await session.scalar(_FREE_FROM, {"store": store_id})
    return found


def _line(row: Mapping[str, Any]) -> LineRow:
    parts = tuple(component_of(part) for part in row["components"] or ())
    counted = row["tracked"] and row["policy"] == "deny"
    available = max(int(row["available"]), 0) if counted else None
    grams = row["weight_grams"] or 0
    on_sale = bool(row["on_sale"])
    if row["kit"]:
        left = [part.available // part.quantity for part in parts if part.available is not None]
        available = min(left, default=None)
        on_sale = on_sale and bool(parts) and all(part.on_sale for part in parts)
        grams = grams or sum(part.grams * part.quantity for part in parts)
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
        on_sale=on_sale,
        available=available,
        picture=row["picture"],
        tax_class=row["tax_class"] or "standard",
        gift_card=bool(row["is_gift_card"]),
        grams=grams,
        own_price=row["own_price"],
        own_compare_at_price=row["own_compare_at_price"],
        upsell_id=row["upsell_id"],
        kit=row["kit"],
        components=parts,
    )


def _rate(row: Mapping[str, Any]) -> RateRow:
    return RateRow(
        id=UUID(row["id"]),
        name=row["name"],
        zone_id=UUID(row["zone_id"]) if row["zone_id"] else None,
        countries=tuple(row["countries"]),
        basis=row["basis"],
        amount=row["amount"],
        tiers=tuple(row["tiers"]),
        free_over=row["free_over"],
        min_days=row["min_days"],
        max_days=row["max_days"],
    )
