"""Reviews with their products and orders; SQL only."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

_ROW = """r.id, r.product_id, p.title as product_title, p.slug as product_slug, r.order_id,
          o.number as order_number, r.source, r.verified, r.status, r.rating, r.title, r.body,
          r.author, r.photos, r.held_words, r.written_at, r.reply, r.replied_at"""

_FROM = """reviews r
         join products p on p.tenant_id = r.tenant_id and p.id = r.product_id
         left join orders o on o.tenant_id = r.tenant_id and o.id = r.order_id"""

_LIST = text(
    f"""select {_ROW}, count(*) over () as found from {_FROM}
        where r.store_id = :store
          and (cast(:status as text) is null or r.status = :status)
          and (cast(:source as text) is null or r.source = :source)
          and (cast(:rating as integer) is null or r.rating = :rating)
          and (cast(:product as uuid) is null or r.product_id = :product)
          and (cast(:answered as boolean) is null or (r.reply is not null) = :answered)
          and (:search is null or position(lower(:search) in lower(
                 r.title || ' ' || r.body || ' ' || r.author || ' ' || p.title)) > 0)
        order by (r.status = 'pending') desc, r.written_at desc, r.id desc
        limit :limit offset :offset"""  # noqa: S608 - constants only
).bindparams(bindparam("search", type_=Text()))

_GET = text(
    f"select {_ROW} from {_FROM} where r.store_id = :store and r.id = :id"  # noqa: S608 - constants
)

_OWN = text(
    """select r.id, r.order_item_id, r.status, r.rating, r.title, r.body, r.author, r.photos,
              r.written_at
         from reviews r where r.order_id = :order"""
)

_PAID_HERE = text(
    """select exists (select 1 from payments p
                       where p.order_id = :order and p.provider <> :by_hand and p.captured > 0)"""
)

ORDERS: Final[Mapping[str, str]] = {
    "newest": "r.written_at desc, r.id desc",
    "oldest": "r.written_at, r.id",
    "highest": "r.rating desc, r.written_at desc, r.id desc",
    "lowest": "r.rating, r.written_at desc, r.id desc",
}
"""How shoppers sort."""

_PUBLIC = {
    sort: text(
        f"""select r.id, r.source, r.verified, r.rating, r.title, r.body, r.author, r.photos,
                   r.written_at, r.reply, r.replied_at, count(*) over () as found
              from reviews r
             where r.product_id = :product and r.status = 'published'
               and (cast(:rating as integer) is null or r.rating = :rating)
               and (not cast(:photos as boolean) or r.photos <> '[]')
             order by {order} limit :limit offset :offset"""  # noqa: S608 - constants only
    )
    for sort, order in ORDERS.items()
}

_OF_PRODUCT = text(
    """select p.id, coalesce(t.ones, 0) as ones, coalesce(t.twos, 0) as twos,
              coalesce(t.threes, 0) as threes, coalesce(t.fours, 0) as fours,
              coalesce(t.fives, 0) as fives
         from products p
         left join review_totals t on t.tenant_id = p.tenant_id and t.product_id = p.id
        where p.store_id = :store and p.slug = :slug and p.status = 'active'"""
)


async def list_reviews(
    session: AsyncSession,
    store_id: UUID,
    *,
    status: str | None,
    source: str | None,
    rating: int | None,
    product_id: UUID | None,
    answered: bool | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(a page of the store's reviews, those that wait first, how many there are)."""
    values = {
        "store": store_id,
        "status": status,
        "source": source,
        "rating": rating,
        "product": product_id,
        "answered": answered,
        "search": (search or "").strip() or None,
        "limit": limit,
        "offset": offset,
    }
    rows = [dict(row) for row in (await session.execute(_LIST, values)).mappings()]
    return rows, int(rows[0]["found"]) if rows else 0


async def load_review(
    session: AsyncSession, store_id: UUID, review_id: UUID
) -> Mapping[str, Any] | None:
    """One review; None where it is not the store's."""
    row = (await session.execute(_GET, {"store": store_id, "id": review_id})).mappings().first()
    return dict(row) if row is not None else None


async def own_reviews(session: AsyncSession, order_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What was said of an order's items."""
    return [dict(row) for row in (await session.execute(_OWN, {"order": order_id})).mappings()]


async def paid_here(session: AsyncSession, order_id: UUID, *, by_hand: str) -> bool:
    """Whether a payment provider took money for the order: what a merchant wrote down as paid, or
    paid by a balance that a merchant may have given, proves no purchase. `by_hand` is the name that
    the first of these has among providers."""
    return bool(await session.scalar(_PAID_HERE, {"order": order_id, "by_hand": by_hand}))


async def product_totals(
    session: AsyncSession, store_id: UUID, slug: str
) -> Mapping[str, Any] | None:
    """A published product's id and counts; None for an unknown slug."""
    found = await session.execute(_OF_PRODUCT, {"store": store_id, "slug": slug})
    row = found.mappings().first()
    return dict(row) if row is not None else None


async def published(
    session: AsyncSession,
    product_id: UUID,
    *,
    sort: str,
    rating: int | None,
    with_photos: bool,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(a page of a product's published reviews, how many the filter leaves)."""
    values = {
        "product": product_id,
        "rating": rating,
        "photos": with_photos,
        "limit": limit,
        "offset": offset,
    }
    rows = [dict(row) for row in (await session.execute(_PUBLIC[sort], values)).mappings()]
    return rows, int(rows[0]["found"]) if rows else 0
