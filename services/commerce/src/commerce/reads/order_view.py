"""An order, whole, and the order table: one statement each. SQL only, no service is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Boolean, DateTime, Text

_ORDER = text(
    """
    select o.id, o.tenant_id, o.store_id, o.number, o.status, o.payment_status,
           o.fulfilment_status, o.test, o.email, o.shipping_address, o.currency, o.subtotal,
           o.discount, o.shipping_name, o.shipping_net, o.shipping_tax, o.shipping_gross, o.tax,
           o.total, o.tax_name, o.tax_country, o.tax_rate_ppm, o.tax_inclusive, o.placed_at,
           o.cancelled_at, o.cancel_reason, s.name as store_name, s.slug as store_slug,
           s.locale as store_locale, s.timezone as store_timezone,
           s.contact_email as store_email,
           (select jsonb_agg(jsonb_build_object(
                     'id', i.id, 'product_id', i.product_id, 'variant_id', i.variant_id,
                     'product_slug', i.product_slug, 'title', i.title,
                     'variant_title', i.variant_title, 'sku', i.sku, 'image', i.image,
                     'quantity', i.quantity, 'fulfilled_quantity', i.fulfilled_quantity,
                     'unit_price', i.unit_price, 'discount', i.discount, 'net', i.net,
                     'tax', i.tax, 'gross', i.gross) order by i.position)
              from order_items i where i.tenant_id = o.tenant_id and i.order_id = o.id) as items,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', f.id, 'status', f.status, 'carrier', f.carrier,
                      'tracking_number', f.tracking_number, 'tracking_url', f.tracking_url,
                      'shipped_at', f.shipped_at, 'items', (
                        select jsonb_agg(jsonb_build_object(
                                 'item_id', u.order_item_id, 'quantity', u.quantity)
                               order by u.order_item_id)
                          from fulfillment_items u
                         where u.tenant_id = f.tenant_id and u.fulfilment_id = f.id))
                    order by f.id)
               from fulfillments f where f.tenant_id = o.tenant_id and f.order_id = o.id
           ), '[]') as parcels,
           case when :full then coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', p.id, 'provider', p.provider, 'provider_ref', p.provider_ref,
                      'status', p.status, 'amount', p.amount, 'currency', p.currency,
                      'captured', p.captured, 'refunded', p.refunded, 'test', p.test,
                      'created_at', p.created_at) order by p.attempt)
               from payments p
              where p.tenant_id = o.tenant_id and p.checkout_id = o.checkout_id
           ), '[]') end as payments,
           case when :full then coalesce((
             select jsonb_agg(jsonb_build_object(
                      'at', t.at, 'kind', t.kind, 'message', t.message, 'actor', t.actor,
                      'data', t.data) order by t.at, t.id)
               from order_timeline t where t.tenant_id = o.tenant_id and t.order_id = o.id
           ), '[]') end as timeline
      from orders o
      join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
     where o.id = :order and (cast(:store as uuid) is null or o.store_id = :store)
    """
).bindparams(
    bindparam("order", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("full", type_=Boolean()),
)


@dataclass(frozen=True, slots=True)
class OrderRows:
    """An order with its items, parcels and, when asked for, payments and timeline. Amounts in minor
    units of `currency`; nested values as JSON has them."""

    id: UUID
    tenant_id: UUID
    store_id: UUID
    number: int
    status: str
    payment_status: str
    fulfilment_status: str
    test: bool
    email: str
    shipping_address: dict[str, Any]
    currency: str
    subtotal: int
    discount: int
    shipping_name: str
    shipping_net: int
    shipping_tax: int
    shipping_gross: int
    tax: int
    total: int
    tax_name: str | None
    tax_country: str | None
    tax_rate_ppm: int
    tax_inclusive: bool
    placed_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    store_name: str
    store_slug: str
    store_locale: str
    store_timezone: str
    store_email: str | None
    items: list[dict[str, Any]]
    parcels: list[dict[str, Any]]
    payments: list[dict[str, Any]]
    timeline: list[dict[str, Any]]


async def load_order(
    session: AsyncSession, order_id: UUID, *, store_id: UUID | None = None, full: bool = False
) -> OrderRows | None:
    """The order, in `store_id` when given; `full` adds payments and timeline."""
    result = await session.execute(_ORDER, {"order": order_id, "store": store_id, "full": full})
    row = result.mappings().first()
    if row is None:
        return None
    return OrderRows(
        **{**row, "payments": row["payments"] or [], "timeline": row["timeline"] or []}
    )


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """What is asked of the order table. `after` are the sort values of the last row seen."""

    search: str | None
    number: int | None
    status: str | None
    payment_status: str | None
    fulfilment_status: str | None
    test: bool | None
    sort: str
    offset: int
    limit: int
    after: tuple[Any, UUID] | None


SORTS: Mapping[str, tuple[str, str]] = {
    "-placed": ("o.placed_at", "desc"),
    "placed": ("o.placed_at", "asc"),
    "-total": ("o.total", "desc"),
    "total": ("o.total", "asc"),
}
"""Sort name to (column, direction); the id settles ties in the same direction."""

_WHERE = """
       o.store_id = :store
   and (cast(:search as text) is null and cast(:number as bigint) is null
        or o.number = :number
        or o.search_text like all (cast(:words as text[])) and cast(:search as text) is not null)
   and (cast(:status as text) is null or o.status = :status)
   and (cast(:payment_status as text) is null or o.payment_status = :payment_status)
   and (cast(:fulfilment_status as text) is null or o.fulfilment_status = :fulfilment_status)
   and (cast(:test as boolean) is null or o.test = :test)"""


def _page(column: str, direction: str) -> str:
    sign = "<" if direction == "desc" else ">"
    kind = "timestamptz" if column.endswith("placed_at") else "bigint"
    return f"""
    select o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.test, o.email,
           o.shipping_address, o.currency, o.total, o.placed_at,
           (select sum(i.quantity) from order_items i
             where i.tenant_id = o.tenant_id and i.order_id = o.id) as items,
           (select count(*) from orders o where {_WHERE}) as found
      from orders o
     where {_WHERE}
       and (cast(:after_id as uuid) is null
            or ({column}, o.id) {sign} (cast(:after as {kind}), cast(:after_id as uuid)))
     order by {column} {direction}, o.id {direction}
     limit :limit offset :offset"""  # noqa: S608 - constants only


def _statement(sort: str) -> Any:
    column, direction = SORTS[sort]
    after = DateTime(timezone=True) if column.endswith("placed_at") else BigInteger()
    return text(_page(column, direction)).bindparams(
        bindparam("store", type_=PgUUID(as_uuid=True)),
        bindparam("search", type_=Text()),
        bindparam("number", type_=BigInteger()),
        bindparam("status", type_=Text()),
        bindparam("payment_status", type_=Text()),
        bindparam("fulfilment_status", type_=Text()),
        bindparam("test", type_=Boolean()),
        bindparam("after", type_=after),
        bindparam("after_id", type_=PgUUID(as_uuid=True)),
    )


_TABLE = {sort: _statement(sort) for sort in SORTS}

_COUNT = text(f"select count(*) from orders o where {_WHERE}").bindparams(  # noqa: S608 - constants only
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("search", type_=Text()),
    bindparam("number", type_=BigInteger()),
    bindparam("status", type_=Text()),
    bindparam("payment_status", type_=Text()),
    bindparam("fulfilment_status", type_=Text()),
    bindparam("test", type_=Boolean()),
)


async def list_orders(
    session: AsyncSession, store_id: UUID, query: OrderQuery
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(rows of one page, how many orders there are in all)."""
    words = [f"%{word}%" for word in (query.search or "").split()]
    filters = {
        "store": store_id,
        "search": query.search,
        "words": words,
        "number": query.number,
        "status": query.status,
        "payment_status": query.payment_status,
        "fulfilment_status": query.fulfilment_status,
        "test": query.test,
    }
    after, after_id = query.after or (None, None)
    page = {"after": after, "after_id": after_id, "limit": query.limit, "offset": query.offset}
    result = await session.execute(_TABLE[query.sort], {**filters, **page})
    rows = [dict(row) for row in result.mappings()]
    if rows:
        return rows, int(rows[0]["found"])
    return [], int(await session.scalar(_COUNT, filters) or 0)
