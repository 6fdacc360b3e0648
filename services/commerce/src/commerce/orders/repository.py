"""Queries of orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.models import OrderPaymentStatus

FIRST_NUMBER = 1001

_PLACE = text(
    """with number as (
         insert into order_numbers as n (tenant_id, store_id, value)
         values (:tenant_id, :store_id, :first)
         on conflict (tenant_id, store_id) do update set value = n.value + 1
         returning value
       ), placed as (
         insert into orders
           (tenant_id, id, store_id, number, cart_id, checkout_id, customer_id, status,
            payment_status, fulfilment_status, test, email, shipping_address, search_text,
            currency, subtotal, discount, items_gross, shipping_name, shipping_net, shipping_tax,
            shipping_gross, tax, total, tax_name, tax_country, tax_rate_ppm, tax_inclusive,
            shipping_discount, shipping_taxes, taxes, trace, rate, placed_at,
            created_at, updated_at)
         select :tenant_id, :id, :store_id, number.value, :cart_id, :checkout_id, :customer_id,
                'open', :payment_status, 'unfulfilled', :test, :email, :shipping_address,
                :search_text, :currency, :subtotal, :discount, :items_gross, :shipping_name,
                :shipping_net, :shipping_tax, :shipping_gross, :tax, :total, :tax_name,
                :tax_country, :tax_rate_ppm, :tax_inclusive, :shipping_discount, :shipping_taxes,
                :taxes, :trace, :rate, :now, :now, :now
           from number
         returning number
       ), sold as (
         insert into order_items
           (tenant_id, id, store_id, order_id, position, product_id, variant_id, product_slug,
            title, variant_title, sku, image, quantity, fulfilled_quantity, unit_price, unit_cost,
            discount, net, tax, gross, taxes, gift_card, bundle, upsell_id)
         select :tenant_id, i.id, :store_id, :id, i.position, i.product_id, i.variant_id,
                i.product_slug, i.title, i.variant_title, i.sku, i.image, i.quantity, 0,
                i.unit_price, v.cost, i.discount, i.net, i.tax, i.gross, i.taxes, i.gift_card,
                case when jsonb_typeof(i.bundle) = 'object' then i.bundle end, i.upsell_id
           from jsonb_to_recordset(:items) as i (
             id uuid, position integer, product_id uuid, variant_id uuid, product_slug text,
             title text, variant_title text, sku text, image jsonb, quantity integer,
             unit_price bigint, discount bigint, net bigint, tax bigint, gross bigint,
             taxes jsonb, gift_card boolean, bundle jsonb, upsell_id uuid)
           left join product_variants v on v.tenant_id = :tenant_id and v.id = i.variant_id
       ), told as (
         insert into order_timeline
           (tenant_id, id, store_id, order_id, at, kind, message, actor, data)
         select :tenant_id, t.id, :store_id, :id, :now, t.kind, t.message, t.actor, t.data
           from jsonb_to_recordset(:timeline) as t (
             id uuid, kind text, message text, actor text, data jsonb)
       ), paid as (
         insert into order_tenders
           (tenant_id, id, store_id, order_id, position, kind, account_id, payment_id, label,
            amount, currency)
         select :tenant_id, t.id, :store_id, :id, t.position, t.kind, t.account_id, t.payment_id,
                t.label, t.amount, :currency
           from jsonb_to_recordset(:tenders) as t (
             id uuid, position integer, kind text, account_id uuid, payment_id uuid, label text,
             amount bigint)
       )
       select number from placed"""
).bindparams(
    bindparam("shipping_address", type_=JSONB()),
    bindparam("shipping_taxes", type_=JSONB()),
    bindparam("taxes", type_=JSONB()),
    bindparam("trace", type_=JSONB()),
    bindparam("rate", type_=JSONB(none_as_null=True)),
    bindparam("items", type_=JSONB()),
    bindparam("tenders", type_=JSONB()),
    bindparam("timeline", type_=JSONB()),
)

_BALANCES = text(
    """select coalesce(sum(amount), 0) as paid, coalesce(sum(refunded), 0) as refunded
         from order_tenders where order_id = :order and kind <> 'provider'"""
)

_NOTE = text(
    """insert into order_timeline
         (tenant_id, id, store_id, order_id, at, kind, message, actor, data)
       values (:tenant_id, :id, :store_id, :order_id, :at, :kind, :message, :actor, :data)"""
).bindparams(bindparam("data", type_=JSONB()))

_LOCK = text(
    """select id, tenant_id, store_id, number, status, payment_status, fulfilment_status, test,
              email, shipping_address, currency, total, cancel_reason, hold_reason, tags,
              delivered_at, shipping_gross, tax, tax_inclusive, checkout_id, customer_id
         from orders where id = :id and store_id = :store for no key update"""
)

_PAID_STATUS = text("update orders set payment_status = :status, updated_at = :now where id = :id")

_CANCEL = text(
    """with rest as (
         update order_items
            set restocked_quantity = restocked_quantity + case when :restock
                  then quantity - fulfilled_quantity - cancelled_quantity else 0 end,
                cancelled_quantity = quantity - fulfilled_quantity
          where order_id = :id
       )
       update orders set status = 'cancelled', cancelled_at = :now, cancel_reason = :reason,
              hold_reason = null, updated_at = :now where id = :id"""
)

_ITEMS = text(
    """select id, product_id, variant_id, title, variant_title, sku, quantity, fulfilled_quantity,
              cancelled_quantity, returned_quantity, replaces_item_id
         from order_items where order_id = :order order by position"""
)

_SHIP_ITEMS = text(
    """update order_items i set fulfilled_quantity = i.fulfilled_quantity + s.quantity
         from unnest(cast(:items as uuid[]), cast(:quantities as integer[])) as s (id, quantity)
        where i.id = s.id and i.order_id = :order"""
)

_NUMBERS = text(
    "select id, number from orders where store_id = :store and id = any (cast(:ids as uuid[]))"
)

_TRACKED = text(
    """select id from orders
        where store_id = :store and number = :number and lower(email) = :email"""
)

_ANY = text("select exists (select 1 from orders where store_id = :store)")


async def place(session: AsyncSession, values: Mapping[str, Any]) -> int:
    """Take the store's next number and write the order with its items and first entries."""
    number = await session.scalar(_PLACE, {"first": FIRST_NUMBER, **values})
    return int(number)


async def by_number(session: AsyncSession, store_id: UUID, number: int, email: str) -> UUID | None:
    """The order of this number that was placed with this address, folded."""
    values = {"store": store_id, "number": number, "email": email}
    found: UUID | None = await session.scalar(_TRACKED, values)
    return found


async def note(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Append to an order's timeline."""
    await session.execute(_NOTE, values)


async def lock(session: AsyncSession, store_id: UUID, order_id: UUID) -> Row[Any] | None:
    """The order, kept from others until the transaction ends."""
    return (await session.execute(_LOCK, {"id": order_id, "store": store_id})).first()


async def set_payment_status(
    session: AsyncSession, order_id: UUID, status: OrderPaymentStatus, now: datetime
) -> None:
    """Write the derived payment status."""
    await session.execute(_PAID_STATUS, {"id": order_id, "status": status, "now": now})


async def cancel(
    session: AsyncSession, order_id: UUID, reason: str, now: datetime, *, restock: bool
) -> None:
    """Write the cancellation; with `restock` what was not shipped is on sale again."""
    values = {"id": order_id, "reason": reason, "now": now, "restock": restock}
    await session.execute(_CANCEL, values)


async def items(session: AsyncSession, order_id: UUID) -> list[Row[Any]]:
    """The order's items in their order."""
    return list((await session.execute(_ITEMS, {"order": order_id})).all())


async def count_shipped(
    session: AsyncSession, order_id: UUID, quantities: Mapping[UUID, int]
) -> None:
    """Count units as shipped."""
    await session.execute(
        _SHIP_ITEMS,
        {
            "order": order_id,
            "items": list(quantities),
            "quantities": [quantities[item] for item in quantities],
        },
    )


async def numbers(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """The numbers of the store's orders among these."""
    rows = await session.execute(_NUMBERS, {"store": store_id, "ids": list(order_ids)})
    return {row.id: row.number for row in rows}


async def any_in_store(session: AsyncSession, store_id: UUID) -> bool:
    """Whether the store has ever sold."""
    return bool(await session.scalar(_ANY, {"store": store_id}))


@dataclass(frozen=True, slots=True)
class Balances:
    """What gift cards and credit paid of an order, and how much of it went back to them."""

    paid: int
    refunded: int


async def balances(session: AsyncSession, order_id: UUID) -> Balances:
    """The sums of the order's tenders that are no payments."""
    row = (await session.execute(_BALANCES, {"order": order_id})).one()
    return Balances(int(row.paid), int(row.refunded))
