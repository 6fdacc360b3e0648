"""Queries of drafts and of the carts that carry their lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Integer, LargeBinary, Text

_FIELDS = """d.id, d.store_id, d.sequence, d.status, d.cart_id, d.customer_id, d.email,
       d.shipping_address, d.shipping_rate_id, d.discount, d.note, d.tags, d.currency, d.total,
       d.items, d.actor, d.sent_at, d.order_id, d.exchange_order_id, d.created_at,
       d.updated_at"""

_COUNT_OPEN = text(
    "select count(*) from draft_orders where store_id = :store and status in ('draft', 'pending')"
)

_INSERT = text(
    """with number as (
         insert into order_numbers as n (tenant_id, store_id, value, drafts)
         values (:tenant, :store, :first, 1)
         on conflict (tenant_id, store_id) do update set drafts = n.drafts + 1
         returning drafts
       ), cart as (
         insert into carts
           (tenant_id, id, store_id, token_hash, currency, status, created_at, updated_at)
         values (:tenant, :cart, :store, :token, :currency, 'draft', :now, :now)
         returning id
       )
       insert into draft_orders
         (tenant_id, id, store_id, sequence, status, cart_id, tags, currency, total, items, actor,
          exchange_order_id, created_at, updated_at)
       select :tenant, :id, :store, number.drafts, 'draft', cart.id, '{}', :currency, 0, 0, :actor,
              :exchange, :now, :now
         from number, cart"""
).bindparams(bindparam("token", type_=LargeBinary()))

_WRITE = text(
    """with cart as (
         update carts c set customer_id = :customer, email = null, codes = :codes,
                updated_at = :now
          where c.id = :cart
       )
       update draft_orders
          set customer_id = :customer, email = :email, shipping_address = :address,
              shipping_rate_id = :rate, discount = :discount, note = :note, tags = :tags,
              updated_at = :now
        where id = :id"""
).bindparams(
    bindparam("address", type_=JSONB(none_as_null=True)),
    bindparam("discount", type_=JSONB(none_as_null=True)),
    bindparam("tags", type_=ARRAY(Text())),
    bindparam("codes", type_=ARRAY(Text())),
)

_VARIANTS = text(
    """select v.id, v.price from product_variants v
        where v.store_id = :store and v.deleted_at is null and v.id = any(:ids)"""
).bindparams(bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))))

_DROP_LINES = text("delete from cart_lines where cart_id = :cart")

_ADD_LINES = text(
    """insert into cart_lines
         (tenant_id, id, store_id, cart_id, variant_id, quantity, unit_price, created_at,
          updated_at)
       select :tenant, w.id, :store, :cart, w.variant, w.quantity, w.price, :now, :now
         from unnest(:ids, :variants, :quantities, :prices) as w (id, variant, quantity, price)"""
).bindparams(
    bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("variants", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("quantities", type_=ARRAY(Integer())),
    bindparam("prices", type_=ARRAY(BigInteger())),
)

_CAME_TO = text("update draft_orders set total = :total, items = :items where id = :id")

_ONE = f"select {_FIELDS} from draft_orders d where d.id = :id and d.store_id = :store"  # noqa: S608 - constants only
_GET = text(_ONE)
_LOCK = text(f"{_ONE} for no key update")

_MOVE = text(
    """update draft_orders
          set status = :status, sent_at = coalesce(:sent, sent_at),
              order_id = coalesce(:order, order_id), updated_at = :now
        where id = :id"""
)

_BEING_PAID = text(
    """select exists (
         select from checkouts k
           join payments p on p.tenant_id = k.tenant_id and p.checkout_id = k.id
          where k.cart_id = :cart
            and (k.state = 'processing' or k.state = 'awaiting_payment' and k.expires_at > :now)
            and p.status in ('created', 'requires_action', 'authorized'))"""
)

_DISCOUNT_USED = text(
    """select coalesce(sum(u.amount), 0)
         from discounts d join discount_usages u on u.discount_id = d.id
        where d.draft_id = :draft and d.target = 'order' and u.order_id = :order"""
)

_LOCK_OF_CART = text("select id, status from draft_orders where cart_id = :cart for no key update")

_OF_CART = text("select id from draft_orders where cart_id = :cart")

_CHECKOUT = text("select id from checkouts where cart_id = :cart")

_LIST = text(
    f"""select {_FIELDS}, count(*) over () as found
          from draft_orders d
         where d.store_id = :store
           and case when cast(:status as text) is null then d.status <> 'cancelled'
                    else d.status = :status end
           and (cast(:search as text) is null or 'd' || d.sequence = :search
                or lower(d.email) like '%' || :pattern || '%' escape '\\'
                or lower(d.shipping_address ->> 'name') like '%' || :pattern || '%' escape '\\')
         order by d.updated_at desc, d.id desc limit :limit offset :offset"""  # noqa: S608 - constants only
)


async def count_open(session: AsyncSession, store_id: UUID) -> int:
    """How many drafts wait to be sold."""
    return int(await session.scalar(_COUNT_OPEN, {"store": store_id}) or 0)


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write an empty draft and its cart; the name's number is the store's next."""
    await session.execute(_INSERT, values)


async def write(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write everything but the lines."""
    await session.execute(_WRITE, values)


async def prices(
    session: AsyncSession, store_id: UUID, variant_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Prices of the store's variants among these."""
    rows = await session.execute(_VARIANTS, {"store": store_id, "ids": list(variant_ids)})
    return {row.id: row.price for row in rows}


async def replace_lines(session: AsyncSession, cart_id: UUID, values: Mapping[str, Any]) -> None:
    """These lines instead of those that are there."""
    await session.execute(_DROP_LINES, {"cart": cart_id})
    if values["ids"]:
        await session.execute(_ADD_LINES, {**values, "cart": cart_id})


async def came_to(session: AsyncSession, draft_id: UUID, total: int, items: int) -> None:
    """What it comes to, for the table."""
    await session.execute(_CAME_TO, {"id": draft_id, "total": total, "items": items})


async def get(session: AsyncSession, store_id: UUID, draft_id: UUID) -> Row[Any] | None:
    """A draft of the store."""
    return (await session.execute(_GET, {"id": draft_id, "store": store_id})).first()


async def lock(session: AsyncSession, store_id: UUID, draft_id: UUID) -> Row[Any] | None:
    """A draft of the store, kept from others until the transaction ends."""
    return (await session.execute(_LOCK, {"id": draft_id, "store": store_id})).first()


async def move(
    session: AsyncSession,
    draft_id: UUID,
    status: str,
    now: datetime,
    *,
    sent: datetime | None = None,
    order_id: UUID | None = None,
) -> None:
    """Write another state."""
    values = {"id": draft_id, "status": status, "now": now, "sent": sent, "order": order_id}
    await session.execute(_MOVE, values)


async def of_cart(session: AsyncSession, cart_id: UUID) -> UUID | None:
    """The draft of a cart."""
    found: UUID | None = await session.scalar(_OF_CART, {"cart": cart_id})
    return found


async def lock_of_cart(session: AsyncSession, cart_id: UUID) -> Row[Any] | None:
    """The draft of a cart with its state, kept from others until the transaction ends."""
    return (await session.execute(_LOCK_OF_CART, {"cart": cart_id})).first()


async def discount_used(session: AsyncSession, draft_id: UUID, order_id: UUID) -> int:
    """What the draft's own discount took off the order it became."""
    values = {"draft": draft_id, "order": order_id}
    return int(await session.scalar(_DISCOUNT_USED, values) or 0)


async def checkout_of(session: AsyncSession, cart_id: UUID) -> UUID | None:
    """The checkout of a cart."""
    found: UUID | None = await session.scalar(_CHECKOUT, {"cart": cart_id})
    return found


async def being_paid(session: AsyncSession, cart_id: UUID, now: datetime) -> bool:
    """Whether somebody can pay for the cart right now."""
    return bool(await session.scalar(_BEING_PAID, {"cart": cart_id, "now": now}))


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    status: str | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[list[Row[Any]], int]:
    """One page of drafts, the latest change first, and how many there are."""
    word = search.strip().lower() if search and search.strip() else None
    escaped = (word or "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {"store": store_id, "status": status, "search": word, "pattern": escaped}
    rows = list((await session.execute(_LIST, {**values, "limit": limit, "offset": offset})).all())
    if rows or offset == 0:
        return rows, int(rows[0].found) if rows else 0
    first = (await session.execute(_LIST, {**values, "limit": 1, "offset": 0})).first()
    return [], int(first.found) if first is not None else 0
