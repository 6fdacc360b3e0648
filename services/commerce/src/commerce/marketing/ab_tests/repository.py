"""Queries of A/B tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.models import Media
from commerce.marketing.ab_tests.models import AbAssignment, AbTest
from commerce.reads.store_days import SALE

_SHOWN = """select t.id, t.name, t.status, t.product_id, t.face, t.share_of_b, t.baseline_ppm,
                   t.effect_ppm,
                   t.planned, t.created_at, t.started_at, t.ended_at, t.final, t.outcome,
                   p.title as product_title, p.slug as product_slug, p.status as product_status,
                   m.id as media_id, m.alt, m.width, m.height, m.sizes,
                   (select count(*) from ab_assignments a
                     where a.tenant_id = t.tenant_id and a.test_id = t.id) as visitors,
                   count(*) over () as found
              from ab_tests t
              join products p on p.tenant_id = t.tenant_id and p.id = t.product_id
              left join media m on m.tenant_id = t.tenant_id and m.product_id = t.product_id
                               and m.id = (t.face ->> 'media_id')::uuid
             where t.store_id = :store"""

_PAGE = text(
    f"""{_SHOWN}
               and (cast(:status as text) is null or t.status = :status)
               and (cast(:search as text) is null or t.name ilike :search escape '!'
                    or p.title ilike :search escape '!')
               and (cast(:product as uuid) is null or t.product_id = :product)
             order by (t.status = 'running') desc, t.created_at desc, t.id
             limit :limit offset :offset"""
)
_ONE = text(f"{_SHOWN} and t.id = :id")

_COUNTS = text(
    f"""select a.arm, count(*) as visitors,
               count(*) filter (where exists (
                 select from ab_carts c
                   join orders o on o.tenant_id = c.tenant_id and o.cart_id = c.cart_id
                  where c.tenant_id = a.tenant_id and c.test_id = a.test_id
                    and c.visitor = a.visitor and o.test = :test
                    and o.placed_at >= a.seen_at and {SALE})) as buyers
          from ab_assignments a
         where a.test_id = :id
         group by a.arm"""  # noqa: S608 - constants
)

_ORDERS = text(
    f"""select a.arm, o.currency, o.rate, o.total,
               coalesce((select sum(f.amount) from order_refunds f
                          where f.tenant_id = o.tenant_id and f.order_id = o.id
                            and f.status <> 'failed'), 0)::bigint as refunded
          from ab_carts c
          join ab_assignments a on a.tenant_id = c.tenant_id and a.test_id = c.test_id
                               and a.visitor = c.visitor
          join orders o on o.tenant_id = c.tenant_id and o.cart_id = c.cart_id
         where c.test_id = :id and o.test = :test
           and o.placed_at >= a.seen_at and {SALE}"""  # noqa: S608 - constants
)

_REAL = text(
    f"""select exists (
              select from ab_carts c
                join ab_assignments a on a.tenant_id = c.tenant_id and a.test_id = c.test_id
                                     and a.visitor = c.visitor
                join orders o on o.tenant_id = c.tenant_id and o.cart_id = c.cart_id
               where c.test_id = :id and not o.test and o.placed_at >= a.seen_at
                 and {SALE})"""  # noqa: S608 - constants
)

_RUNNING = text(
    """select t.id, p.slug as product_slug, t.share_of_b
         from ab_tests t join products p on p.tenant_id = t.tenant_id and p.id = t.product_id
        where t.store_id = :store and t.status = 'running' and p.status = 'active'
        order by t.id"""
)

_NOTE = text(
    """insert into ab_carts (tenant_id, test_id, cart_id, store_id, visitor, noted_at)
       select a.tenant_id, a.test_id, c.id, a.store_id, a.visitor, :now
         from carts c
         join unnest(cast(:tests as uuid[]), cast(:visitors as uuid[])) as w (test_id, visitor)
              on true
         join ab_tests t on t.tenant_id = c.tenant_id and t.id = w.test_id
                        and t.store_id = c.store_id and t.status = 'running'
         join ab_assignments a on a.tenant_id = c.tenant_id and a.test_id = w.test_id
                              and a.visitor = w.visitor
        where c.store_id = :store and c.id = :cart and c.token_hash = :token and c.status = 'open'
       on conflict do nothing
       returning test_id"""
)

_CART = text(
    """select c.status from carts c
        where c.store_id = :store and c.id = :cart and c.token_hash = :token"""
)


def _like(words: str) -> str:
    safe = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{safe}%"


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    status: str | None,
    product_id: UUID | None,
    search: str | None,
    offset: int,
    limit: int,
) -> Sequence[Row[Any]]:
    """Tests as they are shown, running ones first; `found` is how many there are."""
    wanted = {
        "store": store_id,
        "status": status,
        "product": product_id,
        "search": None if search is None else _like(search),
        "offset": offset,
        "limit": limit,
    }
    return (await session.execute(_PAGE, wanted)).all()


async def shown(session: AsyncSession, store_id: UUID, test_id: UUID) -> Row[Any] | None:
    """One test as it is shown."""
    return (await session.execute(_ONE, {"store": store_id, "id": test_id})).first()


async def find(
    session: AsyncSession, store_id: UUID, test_id: UUID, *, lock: bool = False
) -> AbTest | None:
    """A test of the store."""
    query = select(AbTest).where(AbTest.id == test_id, AbTest.store_id == store_id)
    if lock:
        query = query.with_for_update()
    found: AbTest | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def add(session: AsyncSession, test: AbTest) -> None:
    """Write a test."""
    session.add(test)
    await session.flush()


async def delete_draft(session: AsyncSession, test_id: UUID) -> None:
    """Take a draft away."""
    await session.execute(delete(AbTest).where(AbTest.id == test_id))


async def counts(session: AsyncSession, test_id: UUID, *, test: bool) -> dict[str, tuple[int, int]]:
    """Visitors and buyers by arm. A visitor buys once, whatever they order; test orders count, or
    the others."""
    rows = await session.execute(_COUNTS, {"id": test_id, "test": test})
    return {row.arm: (row.visitors, row.buyers) for row in rows}


async def orders(session: AsyncSession, test_id: UUID, *, test: bool) -> Sequence[Row[Any]]:
    """The orders of a test's visitors, of the kind that `counts` counts: arm, currency, rate,
    total, refunded (minor units)."""
    return (await session.execute(_ORDERS, {"id": test_id, "test": test})).all()


async def any_real(session: AsyncSession, test_id: UUID) -> bool:
    """Whether one of a test's visitors bought for real money."""
    return bool(await session.scalar(_REAL, {"id": test_id}))


async def running(session: AsyncSession, store_id: UUID) -> Sequence[Row[Any]]:
    """The store's running tests of products that are in the shop."""
    return (await session.execute(_RUNNING, {"store": store_id})).all()


async def assign(session: AsyncSession, values: Mapping[str, Any]) -> str:
    """Write a visitor's arm, or find the one they have; the arm."""
    made = await session.scalar(
        insert(AbAssignment)
        .values(dict(values))
        .on_conflict_do_nothing()
        .returning(AbAssignment.arm)
    )
    if made is not None:
        return str(made)
    kept = await session.scalar(
        select(AbAssignment.arm).where(
            AbAssignment.test_id == values["test_id"], AbAssignment.visitor == values["visitor"]
        )
    )
    return str(kept)


async def note(
    session: AsyncSession,
    store_id: UUID,
    *,
    cart_id: UUID,
    token_hash: bytes,
    seats: Sequence[tuple[UUID, UUID]],
    now: datetime,
) -> int | None:
    """Write of a cart whose it is in which tests; how many were new. None: no such cart."""
    wanted = {"store": store_id, "cart": cart_id, "token": token_hash}
    if (await session.execute(_CART, wanted)).first() is None:
        return None
    tests, visitors = [test for test, _ in seats], [visitor for _, visitor in seats]
    made = await session.execute(
        _NOTE, {**wanted, "tests": tests, "visitors": visitors, "now": now}
    )
    return len(made.all())


async def media_ids(session: AsyncSession, product_id: UUID) -> list[UUID]:
    """A product's pictures, in their order."""
    found = await session.scalars(
        select(Media.id).where(Media.product_id == product_id).order_by(Media.position, Media.id)
    )
    return list(found)
