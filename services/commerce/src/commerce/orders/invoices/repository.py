"""Queries of invoices. Rows are only ever added."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

_ISSUE = text(
    """with number as (
         insert into invoice_numbers as n (tenant_id, store_id, value)
         values (:tenant_id, :store_id, 1)
         on conflict (tenant_id, store_id) do update set value = n.value + 1
         returning value
       )
       insert into invoices
         (tenant_id, id, store_id, order_id, kind, order_refund_id, number, issued_at, document)
       select :tenant_id, :id, :store_id, :order_id, :kind, :order_refund_id, number.value,
              :issued_at,
              jsonb_set(cast(:document as jsonb), '{number}', to_jsonb(number.value))
         from number
       returning number"""
).bindparams(bindparam("document", type_=JSONB()))

_COLUMNS = """i.id, i.kind, i.number, i.order_id, i.order_refund_id, i.issued_at, i.document,
              (i.document ->> 'order_number')::bigint as order_number"""

_OF_ORDERS = text(
    f"""select {_COLUMNS} from invoices i
        where i.store_id = :store and i.order_id = any(cast(:ids as uuid[]))
        order by i.number"""  # noqa: S608 - constants only
)

_WHERE = "i.store_id = :store and (cast(:order as uuid) is null or i.order_id = :order)"

_PAGE = text(
    f"""select {_COLUMNS} from invoices i where {_WHERE}
        order by i.number desc limit :limit offset :offset"""  # noqa: S608 - constants only
)

_COUNT = text(f"select count(*) from invoices i where {_WHERE}")  # noqa: S608 - constants only

_SELLER = text("select name, address, tax_id, footer from invoice_sellers where store_id = :store")

_SET_SELLER = text(
    """insert into invoice_sellers (tenant_id, store_id, name, address, tax_id, footer)
       values (:tenant, :store, :name, :address, :tax_id, :footer)
       on conflict (tenant_id, store_id) do update
          set name = excluded.name, address = excluded.address, tax_id = excluded.tax_id,
              footer = excluded.footer"""
)


async def issue(session: AsyncSession, values: Mapping[str, Any]) -> int:
    """Write a paper with the store's next number, which it returns. The number's row stays locked
    until the transaction ends: one that is rolled back leaves no gap."""
    return int(await session.scalar(_ISSUE, values) or 0)


async def of_orders(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> list[dict[str, Any]]:
    """What was issued for these orders, by number."""
    rows = await session.execute(_OF_ORDERS, {"store": store_id, "ids": list(order_ids)})
    return [dict(row) for row in rows.mappings()]


async def page(
    session: AsyncSession, store_id: UUID, order_id: UUID | None, *, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """(a page of what was issued, the newest first; how many there are)."""
    filters = {"store": store_id, "order": order_id}
    rows = await session.execute(_PAGE, {**filters, "offset": offset, "limit": limit})
    total = int(await session.scalar(_COUNT, filters) or 0)
    return [dict(row) for row in rows.mappings()], total


async def seller(session: AsyncSession, store_id: UUID) -> Mapping[str, Any] | None:
    """Who the store's invoices are from, as its merchant said."""
    row = (await session.execute(_SELLER, {"store": store_id})).mappings().first()
    return dict(row) if row is not None else None


async def set_seller(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Say so anew."""
    await session.execute(_SET_SELLER, values)
