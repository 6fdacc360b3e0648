"""Several stores' days at once: what is written of them and the raw rows of the rest, each store by
its own days. As many statements for a hundred stores as for one. SQL only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.store_days import ORDER_COLUMNS, REFUND_COLUMNS, SALE

_STORES = text(
    """select s.id, s.currency, s.timezone,
              least(s.created_at,
                    (select min(o.placed_at) from orders o
                      where o.tenant_id = s.tenant_id and o.store_id = s.id)) as began,
              m.through, m.as_of, m.timezone as written_timezone, m.currency as written_currency,
              m.rules as written_rules
         from stores s
         left join metrics_marks m on m.tenant_id = s.tenant_id and m.store_id = s.id
        where s.deleted_at is null and (:allowed is null or s.id = any(:allowed))
        order by s.created_at, s.id offset :offset limit :limit"""
).bindparams(bindparam("allowed", type_=ARRAY(PgUUID(as_uuid=True))))

_COUNT = text(
    """select count(*) from stores s
        where s.deleted_at is null and (:allowed is null or s.id = any(:allowed))"""
).bindparams(bindparam("allowed", type_=ARRAY(PgUUID(as_uuid=True))))

_WRITTEN = """select d.store_id, d.day, {figures}
         from unnest(cast(:stores as uuid[]), cast(:since as date[]), cast(:until as date[]))
              as w (store_id, since, until)
         join daily_metrics d
           on d.store_id = w.store_id and d.day between w.since and w.until"""

_SPANS = """unnest(cast(:stores as uuid[]), cast(:first as timestamptz[]),
                    cast(:last as timestamptz[])) as w (store_id, first, last)"""

_ORDERS = text(
    f"""select o.store_id, {ORDER_COLUMNS}
          from {_SPANS}
          join orders o on o.store_id = w.store_id
           and o.placed_at >= w.first and o.placed_at < w.last
         where not o.test and {SALE}"""  # noqa: S608 - constants
)

_REFUNDS = text(
    f"""select f.store_id, {REFUND_COLUMNS}
          from {_SPANS}
          join order_refunds f on f.store_id = w.store_id
           and f.created_at >= w.first and f.created_at < w.last
          join orders o on o.tenant_id = f.tenant_id and o.id = f.order_id
         where f.status <> 'failed' and not o.test and {SALE}"""  # noqa: S608 - constants
)


@dataclass(frozen=True, slots=True)
class Span:
    """Moments of a store's days; `last` is not in it."""

    first: datetime
    last: datetime


async def stores(
    session: AsyncSession, allowed: Collection[UUID] | None, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """(live stores, how many there are), oldest first, of `allowed` (None: all): when each began,
    and how far its days are written."""
    only = {"allowed": None if allowed is None else sorted(allowed)}
    rows = await session.execute(_STORES, {**only, "offset": offset, "limit": limit})
    return rows.all(), int(await session.scalar(_COUNT, only) or 0)


async def written(
    session: AsyncSession, days: Mapping[UUID, tuple[date, date]], figures: Sequence[str]
) -> Sequence[Row[Any]]:
    """(store_id, day, the figures) of written days, both ends included."""
    values = {
        "stores": list(days),
        "since": [since for since, _ in days.values()],
        "until": [until for _, until in days.values()],
    }
    names = ", ".join(f"d.{name}" for name in figures)
    return (await session.execute(text(_WRITTEN.format(figures=names)), values)).all()


async def orders(session: AsyncSession, spans: Mapping[UUID, Span]) -> Sequence[Row[Any]]:
    """Sales, test orders left out, as `store_days.orders` has them, with their store."""
    return (await session.execute(_ORDERS, _values(spans))).all()


async def refunds(session: AsyncSession, spans: Mapping[UUID, Span]) -> Sequence[Row[Any]]:
    """Refunds of sales, as `store_days.refunds` has them, with their store."""
    return (await session.execute(_REFUNDS, _values(spans))).all()


def _values(spans: Mapping[UUID, Span]) -> dict[str, list[Any]]:
    return {
        "stores": list(spans),
        "first": [span.first for span in spans.values()],
        "last": [span.last for span in spans.values()],
    }
