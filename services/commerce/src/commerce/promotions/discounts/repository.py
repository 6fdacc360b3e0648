"""Queries of discounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.promotions.discounts.schemas import DiscountState
from commerce.promotions.engine.model import DiscountKind
from commerce.promotions.models import Discount

SORTS = {
    "-created": (Discount.created_at.desc(), Discount.id.desc()),
    "created": (Discount.created_at, Discount.id),
    "name": (func.lower(Discount.name).collate("C"), Discount.id),
    "-used": (Discount.used.desc(), Discount.id.desc()),
    "-priority": (Discount.priority.desc(), Discount.id.desc()),
}

_UNKNOWN = text(
    """select w.id from unnest(cast(:ids as uuid[])) as w (id)
        where not exists (select from products p where p.store_id = :store and p.id = w.id)"""
)
_UNKNOWN_GROUPS = text(
    """select w.id from unnest(cast(:ids as uuid[])) as w (id)
        where not exists (select from categories c where c.store_id = :store and c.id = w.id)
          and not exists (select from collections c where c.store_id = :store and c.id = w.id)"""
)
_UNKNOWN_SEGMENTS = text(
    """select w.id from unnest(cast(:ids as uuid[])) as w (id)
        where not exists (select from segments s where s.store_id = :store and s.id = w.id)"""
)
_USES = text(
    """select u.status, u.order_id, o.number, u.amount, u.currency, u.updated_at as at,
              count(*) over () as total
         from discount_usages u
         left join orders o on o.tenant_id = u.tenant_id and o.id = u.order_id
        where u.store_id = :store and u.discount_id = :discount and u.status <> 'released'
        order by u.updated_at desc, u.id desc limit :limit offset :offset"""
)


@dataclass(frozen=True, slots=True)
class DiscountQuery:
    """What is asked of the list."""

    search: str | None
    state: DiscountState | None
    automatic: bool | None
    kind: str | None
    sort: str
    volume: bool = False
    """Volume prices have a page of their own."""


def _of_page(*, volume: bool) -> ColumnElement[bool]:
    own = Discount.kind == DiscountKind.VOLUME.value
    return (own if volume else ~own) & Discount.draft_id.is_(None)


def _in_state(state: DiscountState, now: datetime) -> ColumnElement[bool]:
    begun = or_(Discount.starts_at.is_(None), Discount.starts_at <= now)
    open_ = or_(Discount.ends_at.is_(None), Discount.ends_at > now)
    left = or_(Discount.usage_limit.is_(None), Discount.used < Discount.usage_limit)
    on = Discount.active
    return {
        DiscountState.OFF: ~on,
        DiscountState.EXPIRED: and_(on, ~open_),
        DiscountState.SCHEDULED: and_(on, open_, ~begun),
        DiscountState.USED_UP: and_(on, open_, begun, ~left),
        DiscountState.ACTIVE: and_(on, open_, begun, left),
    }[state]


async def page(
    session: AsyncSession,
    store_id: UUID,
    query: DiscountQuery,
    now: datetime,
    *,
    offset: int,
    limit: int,
) -> tuple[list[Discount], int]:
    """One page of the live discounts, and how many there are."""
    where = [
        Discount.store_id == store_id,
        Discount.deleted_at.is_(None),
        _of_page(volume=query.volume),
    ]
    if query.search:
        like = f"%{_escaped(query.search.casefold())}%"
        where.append(or_(func.lower(Discount.name).like(like), Discount.code_key.like(like)))
    if query.automatic is not None:
        null = Discount.code_key.is_(None)
        where.append(null if query.automatic else ~null)
    if query.kind is not None:
        where.append(Discount.kind == query.kind)
    if query.state is not None:
        where.append(_in_state(query.state, now))
    total = await session.scalar(select(func.count()).select_from(Discount).where(*where))
    rows = await session.scalars(
        select(Discount).where(*where).order_by(*SORTS[query.sort]).offset(offset).limit(limit)
    )
    return list(rows), int(total or 0)


async def one(
    session: AsyncSession,
    store_id: UUID,
    discount_id: UUID,
    *,
    lock: bool = False,
    volume: bool = False,
) -> Discount | None:
    """A live discount of the store, or a volume price."""
    query = select(Discount).where(
        Discount.store_id == store_id,
        Discount.id == discount_id,
        Discount.deleted_at.is_(None),
        _of_page(volume=volume),
    )
    found: Discount | None = await session.scalar(query.with_for_update() if lock else query)
    return found


async def automatic_count(session: AsyncSession, store_id: UUID, *, volume: bool = False) -> int:
    """Live automatic discounts (or volume prices) that are switched on; the store's others wait
    until the caller is done, so that two at once do not both find room."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended('automatic:' || :store, 0))"),
        {"store": str(store_id)},
    )
    found = await session.scalar(
        select(func.count())
        .select_from(Discount)
        .where(
            Discount.store_id == store_id,
            Discount.deleted_at.is_(None),
            Discount.code_key.is_(None),
            Discount.active,
            _of_page(volume=volume),
        )
    )
    return int(found or 0)


async def change_many(
    session: AsyncSession,
    store_id: UUID,
    ids: Sequence[UUID],
    values: dict[str, Any],
    *,
    volume: bool = False,
) -> list[UUID]:
    """Set columns of live discounts; which changed."""
    rows = await session.scalars(
        update(Discount)
        .where(
            Discount.store_id == store_id,
            Discount.id.in_(ids),
            Discount.deleted_at.is_(None),
            _of_page(volume=volume),
            or_(*(getattr(Discount, name).is_distinct_from(v) for name, v in values.items())),
        )
        .values(**values, version=Discount.version + 1)
        .returning(Discount.id)
    )
    return list(rows)


async def unknown(
    session: AsyncSession,
    store_id: UUID,
    *,
    products: Sequence[UUID],
    groups: Sequence[UUID],
    segments: Sequence[UUID],
) -> set[UUID]:
    """Ids that are not the store's."""
    missing: set[UUID] = set()
    for statement, ids in (
        (_UNKNOWN, products),
        (_UNKNOWN_GROUPS, groups),
        (_UNKNOWN_SEGMENTS, segments),
    ):
        if ids:
            rows = await session.scalars(statement, {"ids": list(ids), "store": store_id})
            missing |= set(rows)
    return missing


async def uses(
    session: AsyncSession, store_id: UUID, discount_id: UUID, *, offset: int, limit: int
) -> list[Row[Any]]:
    """Uses, newest first; each row carries the total."""
    values = {"store": store_id, "discount": discount_id, "offset": offset, "limit": limit}
    return list((await session.execute(_USES, values)).all())


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
