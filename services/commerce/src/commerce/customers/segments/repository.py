"""Queries of segments and of who is in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import CustomerAccount, Segment, SegmentKind, SegmentMember
from commerce.customers.segments.rules import expression, stored


async def all_of(session: AsyncSession, store_id: UUID) -> Sequence[Segment]:
    """The store's segments by name."""
    query = select(Segment).where(Segment.store_id == store_id).order_by(Segment.name_key)
    return (await session.scalars(query)).all()


async def one(
    session: AsyncSession, store_id: UUID, segment_id: UUID, *, lock: bool = False
) -> Segment | None:
    """A segment of the store."""
    query = select(Segment).where(Segment.store_id == store_id, Segment.id == segment_id)
    if lock:
        query = query.with_for_update(key_share=True)
    found: Segment | None = await session.scalar(query)
    return found


def belongs(segment: Segment, now: datetime) -> ColumnElement[bool]:
    """What a row of `customer_accounts` must fulfil to be in the segment."""
    if segment.kind == SegmentKind.RULES:
        return expression(segment.match, stored(segment.conditions), now)
    return CustomerAccount.id.in_(
        select(SegmentMember.customer_id).where(SegmentMember.segment_id == segment.id)
    )


async def counts(
    session: AsyncSession, store_id: UUID, segments: Sequence[Segment], now: datetime
) -> dict[UUID, int]:
    """How many are in each, in one statement."""
    if not segments:
        return {}
    parts = [
        select(literal(s.id, PgUUID(as_uuid=True)).label("id"), func.count().label("n"))
        .select_from(CustomerAccount)
        .where(CustomerAccount.store_id == store_id, belongs(s, now))
        for s in segments
    ]
    rows = await session.execute(union_all(*parts))
    return {row.id: row.n for row in rows}


async def count(
    session: AsyncSession, store_id: UUID, condition: ColumnElement[bool]
) -> tuple[int, int]:
    """(customers that fulfil it, all customers of the store)."""
    row = (
        await session.execute(
            select(func.count().filter(condition), func.count()).where(
                CustomerAccount.store_id == store_id
            )
        )
    ).one()
    return row[0], row[1]


async def of_customer(
    session: AsyncSession, store_id: UUID, who: UUID | str, now: datetime
) -> frozenset[UUID]:
    """The segments somebody is in: by id, or by case-folded e-mail."""
    segments = await all_of(session, store_id)
    if not segments:
        return frozenset()
    person = CustomerAccount.id == who if isinstance(who, UUID) else CustomerAccount.email == who
    parts: list[Select[Any]] = [
        select(literal(s.id, PgUUID(as_uuid=True)).label("id")).where(
            CustomerAccount.store_id == store_id, person, belongs(s, now)
        )
        for s in segments
    ]
    rows = await session.execute(union_all(*parts))
    return frozenset(row.id for row in rows)


async def add_members(
    session: AsyncSession, segment: Segment, customers: Sequence[UUID], now: datetime
) -> int:
    """Put customers of the same store in; how many are new."""
    values = select(
        literal(segment.tenant_id, PgUUID(as_uuid=True)),
        literal(segment.id, PgUUID(as_uuid=True)),
        CustomerAccount.id,
        CustomerAccount.store_id,
        literal(now),
    ).where(CustomerAccount.store_id == segment.store_id, CustomerAccount.id.in_(customers))
    made = await session.execute(
        insert(SegmentMember)
        .from_select(["tenant_id", "segment_id", "customer_id", "store_id", "added_at"], values)
        .on_conflict_do_nothing()
        .returning(SegmentMember.customer_id)
    )
    return len(made.all())


async def remove_members(session: AsyncSession, segment: Segment, customers: Sequence[UUID]) -> int:
    """Take customers out; how many were in."""
    gone = await session.execute(
        delete(SegmentMember)
        .where(SegmentMember.segment_id == segment.id, SegmentMember.customer_id.in_(customers))
        .returning(SegmentMember.customer_id)
    )
    return len(gone.all())


async def lock_names(session: AsyncSession, store_id: UUID) -> None:
    """One at a time makes segments of a store: their number is bounded."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"segments:{store_id}"},
    )


async def present(session: AsyncSession, store_id: UUID, customers: Sequence[UUID]) -> int:
    """How many of these are customers of the store."""
    found = await session.scalar(
        select(func.count())
        .select_from(CustomerAccount)
        .where(CustomerAccount.store_id == store_id, CustomerAccount.id.in_(customers))
    )
    return int(found or 0)
