"""Queries of the merchant's customer table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import CustomerAccount as C
from commerce.customers.models import CustomerAddress
from commerce.customers.people.schemas import CustomerSort
from ecomm_core.text import search_key

MAX_WORDS = 8

_COLUMN: dict[str, Any] = {
    "created": C.created_at,
    "name": C.sort_name,
    "spent": C.total_spent,
    "orders": C.orders_count,
    "last_order": C.last_order_at,
}


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """What the table shows; None is any. `condition`: of a segment."""

    search: str | None = None
    account: bool | None = None
    marketing: bool | None = None
    disabled: bool | None = None
    country: str | None = None
    tag: str | None = None
    ordered: bool | None = None
    condition: ColumnElement[bool] | None = None
    sort: CustomerSort = CustomerSort.CREATED_DESC


async def page(
    session: AsyncSession, store_id: UUID, query: CustomerQuery, *, offset: int, limit: int
) -> tuple[Sequence[C], int]:
    """(customers of the page, how many there are)."""
    wanted = and_(C.store_id == store_id, *_filters(query))
    total = await session.scalar(select(func.count()).where(wanted))
    rows = await session.scalars(
        select(C).where(wanted).order_by(*_order(query.sort)).offset(offset).limit(limit)
    )
    return rows.all(), int(total or 0)


def _filters(query: CustomerQuery) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if query.search:
        words = search_key(query.search).split()[:MAX_WORDS] or ["-"]
        chosen.append(and_(true(), *(C.search_text.contains(word) for word in words)))
    if query.account is not None:
        chosen.append(C.password_hash.is_not(None) if query.account else C.password_hash.is_(None))
    if query.marketing is not None:
        chosen.append(C.marketing.is_(query.marketing))
    if query.disabled is not None:
        chosen.append(C.disabled_at.is_not(None) if query.disabled else C.disabled_at.is_(None))
    if query.country is not None:
        chosen.append(C.country == query.country)
    if query.tag is not None:
        chosen.append(any_(C.tags) == query.tag)
    if query.ordered is not None:
        chosen.append(C.orders_count > 0 if query.ordered else C.orders_count == 0)
    if query.condition is not None:
        chosen.append(query.condition)
    return chosen


def _order(sort: CustomerSort) -> list[Any]:
    column = _COLUMN[sort.value.removeprefix("-")]
    if sort.value.startswith("-"):
        return [column.desc().nulls_last(), C.id.desc()]
    return [column.asc().nulls_last(), C.id.asc()]


async def by_emails(session: AsyncSession, store_id: UUID, emails: Sequence[str]) -> dict[str, C]:
    """Customers of the store with these case-folded addresses, kept from others."""
    rows = await session.scalars(
        select(C)
        .where(C.store_id == store_id, C.email.in_(emails))
        .order_by(C.id)
        .with_for_update(key_share=True)
    )
    return {row.email: row for row in rows}


async def locked(session: AsyncSession, store_id: UUID, customers: Sequence[UUID]) -> Sequence[C]:
    """Customers of the store, kept from others."""
    rows = await session.scalars(
        select(C)
        .where(C.store_id == store_id, C.id.in_(customers))
        .order_by(C.id)
        .with_for_update(key_share=True)
    )
    return rows.all()


async def tags(session: AsyncSession, store_id: UUID) -> list[str]:
    """Every tag that a customer of the store has."""
    tag = func.unnest(C.tags).label("tag")
    rows = await session.scalars(select(tag).where(C.store_id == store_id).distinct().limit(500))
    return sorted(rows)


async def one(session: AsyncSession, store_id: UUID, customer_id: UUID) -> C | None:
    """A customer of the store, as they stand in the database now."""
    found: C | None = await session.scalar(
        select(C).where(C.store_id == store_id, C.id == customer_id)
    )
    return found


async def default_addresses(
    session: AsyncSession, customers: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Customer -> the address things are sent to."""
    rows = await session.execute(
        select(CustomerAddress.customer_id, CustomerAddress.address).where(
            CustomerAddress.customer_id.in_(customers), CustomerAddress.default_shipping
        )
    )
    return {row.customer_id: row.address for row in rows}
