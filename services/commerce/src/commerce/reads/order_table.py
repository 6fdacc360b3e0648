"""The order table: one statement. SQL only, no service is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Boolean, DateTime, Text


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """What is asked of the order table. `after` are the sort values of the last row seen; `sku` is
    the search as a stock-keeping unit, lower case."""

    search: str | None
    number: int | None
    sku: str | None
    view: str | None
    status: str | None
    payment_status: str | None
    fulfilment_status: str | None
    test: bool | None
    tag: str | None
    country: str | None
    placed_from: datetime | None
    placed_to: datetime | None
    ids: Sequence[UUID] | None
    sort: str
    offset: int
    limit: int
    after: tuple[Any, UUID] | None


SORTS: Final[Mapping[str, tuple[str, str]]] = {
    "-placed": ("o.placed_at", "desc"),
    "placed": ("o.placed_at", "asc"),
    "-total": ("o.total", "desc"),
    "total": ("o.total", "asc"),
    "-number": ("o.number", "desc"),
    "number": ("o.number", "asc"),
}
"""Sort name to (column, direction); the id settles ties in the same direction."""

VIEWS: Final[Mapping[str, str]] = {
    "unfulfilled": """o.status in ('open', 'on_hold')
                      and o.fulfilment_status in ('unfulfilled', 'partial')""",
    "unpaid": """o.status not in ('cancelled', 'expired')
                 and o.payment_status in ('unpaid', 'authorized', 'partially_paid')""",
    "open": "o.status = 'open'",
    "on_hold": "o.status = 'on_hold'",
    "returns": """exists (select 1 from returns r
                          where r.tenant_id = o.tenant_id and r.order_id = o.id
                            and r.status in ('requested', 'approved', 'received'))""",
    "closed": "o.status in ('completed', 'cancelled', 'expired')",
}
"""Saved views, in the words of the table."""

_VIEW = " ".join(f"when '{name}' then {condition}" for name, condition in VIEWS.items())

_WHERE = f"""
       o.store_id = :store
   and (cast(:search as text) is null and cast(:number as bigint) is null
        or o.number = :number
        or o.search_text like all (cast(:words as text[])) and cast(:search as text) is not null
        or o.id in (select i.order_id from order_items i
                     where i.store_id = :store and lower(i.sku) = cast(:sku as text)))
   and (cast(:view as text) is null or case cast(:view as text) {_VIEW} end)
   and (cast(:status as text) is null or o.status = :status)
   and (cast(:payment_status as text) is null or o.payment_status = :payment_status)
   and (cast(:fulfilment_status as text) is null or o.fulfilment_status = :fulfilment_status)
   and (cast(:tag as text) is null or o.tags @> array[cast(:tag as text)])
   and (cast(:country as text) is null or o.shipping_address ->> 'country' = :country)
   and (cast(:placed_from as timestamptz) is null or o.placed_at >= :placed_from)
   and (cast(:placed_to as timestamptz) is null or o.placed_at < :placed_to)
   and (cast(:ids as uuid[]) is null or o.id = any (cast(:ids as uuid[])))
   and (cast(:test as boolean) is null or o.test = :test)"""  # noqa: S608 - constants only

_TYPES: Final[Mapping[str, Any]] = {
    "store": PgUUID(as_uuid=True),
    "search": Text(),
    "number": BigInteger(),
    "sku": Text(),
    "view": Text(),
    "status": Text(),
    "payment_status": Text(),
    "fulfilment_status": Text(),
    "tag": Text(),
    "country": Text(),
    "placed_from": DateTime(timezone=True),
    "placed_to": DateTime(timezone=True),
    "ids": ARRAY(PgUUID(as_uuid=True)),
    "test": Boolean(),
}


def _binds(**more: Any) -> list[BindParameter[Any]]:
    return [bindparam(name, type_=kind) for name, kind in {**_TYPES, **more}.items()]


def _page(column: str, direction: str) -> str:
    sign = "<" if direction == "desc" else ">"
    kind = "timestamptz" if column.endswith("placed_at") else "bigint"
    return f"""
    select o.id, o.number, o.status, o.payment_status, o.fulfilment_status, o.test, o.email,
           o.tags, o.delivered_at, o.shipping_address, o.currency, o.subtotal, o.discount,
           o.shipping_gross, o.tax, o.total,
           o.placed_at,
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
        *_binds(after=after, after_id=PgUUID(as_uuid=True))
    )


_TABLE = {sort: _statement(sort) for sort in SORTS}

_COUNT = text(f"select count(*) from orders o where {_WHERE}").bindparams(  # noqa: S608 - constants only
    *_binds()
)

_CHOICES = text(
    """
    select (select coalesce(array_agg(t.tag order by t.uses desc, t.tag), '{}')
              from (select tag collate "C" as tag, count(*) as uses
                      from orders o, unnest(o.tags) as tag
                     where o.store_id = :store group by 1
                     order by 2 desc, 1 limit :most) t) as tags,
           (select coalesce(array_agg(c.country order by c.uses desc, c.country), '{}')
              from (select o.shipping_address ->> 'country' as country, count(*) as uses
                      from orders o where o.store_id = :store group by 1
                     order by 2 desc, 1 limit :most) c) as countries
    """
).bindparams(bindparam("store", type_=PgUUID(as_uuid=True)))

MOST_CHOICES: Final = 50


@dataclass(frozen=True, slots=True)
class OrderChoices:
    """What a store's orders can be filtered by, the most frequent first."""

    tags: Sequence[str]
    countries: Sequence[str]


async def list_orders(
    session: AsyncSession, store_id: UUID, query: OrderQuery
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(rows of one page, how many orders there are in all)."""
    filters = {
        "store": store_id,
        "search": query.search,
        "words": [f"%{word}%" for word in (query.search or "").split()],
        "number": query.number,
        "sku": query.sku,
        "view": query.view,
        "status": query.status,
        "payment_status": query.payment_status,
        "fulfilment_status": query.fulfilment_status,
        "test": query.test,
        "tag": query.tag,
        "country": query.country,
        "placed_from": query.placed_from,
        "placed_to": query.placed_to,
        "ids": None if query.ids is None else list(query.ids),
    }
    after, after_id = query.after or (None, None)
    page = {"after": after, "after_id": after_id, "limit": query.limit, "offset": query.offset}
    result = await session.execute(_TABLE[query.sort], {**filters, **page})
    rows = [dict(row) for row in result.mappings()]
    if rows:
        return rows, int(rows[0]["found"])
    return [], int(await session.scalar(_COUNT, filters) or 0)


async def order_choices(session: AsyncSession, store_id: UUID) -> OrderChoices:
    """The tags and countries of the store's orders, at most 50 of each."""
    row = (await session.execute(_CHOICES, {"store": store_id, "most": MOST_CHOICES})).one()
    return OrderChoices(tags=list(row.tags), countries=list(row.countries))
