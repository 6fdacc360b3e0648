"""Queries of reviews, their counts and settings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from commerce.reviews.models import ReviewStatus

_STARS: Final = {1: "ones", 2: "twos", 3: "threes", 4: "fours", 5: "fives"}

_INSERT = text(
    """insert into reviews
         (tenant_id, id, store_id, product_id, order_id, order_item_id, source, verified, status,
          rating, title, body, author, photos, held_words, written_at, reply, replied_at,
          import_key, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :product_id, :order_id, :order_item_id, :source,
               :verified, :status, :rating, :title, :body, :author, '[]', :held_words, :written_at,
               :reply, :replied_at, :import_key, :now, :now)
       on conflict do nothing returning id"""
).bindparams(bindparam("held_words", type_=ARRAY(Text())))

_LOCKED = """select id, product_id, order_id, order_item_id, source, status, rating, title, body,
                    author, photos, reply, written_at
               from reviews where store_id = :store"""

_LOCK = text(f"{_LOCKED} and id = :id for no key update")
_LOCK_IMPORTED = text(f"{_LOCKED} and import_key = :key for no key update")

_STATUS = text("update reviews set status = :status, updated_at = :now where id = :id")

_REWRITE = text(
    """update reviews set product_id = :product_id, rating = :rating, title = :title, body = :body,
              author = :author, written_at = :written_at, reply = :reply,
              replied_at = :replied_at, updated_at = :now
        where id = :id"""
)

_REPLY = text(
    """update reviews set reply = :text, replied_at = case when :text is null then null
                                                          else cast(:now as timestamptz) end,
              updated_at = :now where id = :id"""
).bindparams(bindparam("text", type_=Text()))

_PHOTOS = text("update reviews set photos = :photos, updated_at = :now where id = :id").bindparams(
    bindparam("photos", type_=JSONB())
)

_DELETE = text("delete from reviews where id = :id")

_SETTINGS = text("select enabled, auto_publish, words from review_settings where store_id = :store")

_SET = text(
    """insert into review_settings (tenant_id, store_id, enabled, auto_publish, words, updated_at)
       values (:tenant_id, :store_id, :enabled, :auto_publish, :words, :now)
       on conflict (tenant_id, store_id) do update
          set enabled = excluded.enabled, auto_publish = excluded.auto_publish,
              words = excluded.words, updated_at = excluded.updated_at"""
).bindparams(bindparam("words", type_=ARRAY(Text())))

_FORGET = text(
    """with theirs as (
         select id, photos from reviews
          where store_id = :store and order_id = any (cast(:orders as uuid[]))
            for no key update
       ), gone as (
         update reviews r set author = '', photos = '[]', updated_at = :now
           from theirs t where r.id = t.id
         returning r.product_id, r.status
       )
       select (select coalesce(jsonb_agg(s -> 'key'), '[]') from theirs t
                cross join lateral jsonb_array_elements(t.photos) p
                cross join lateral jsonb_array_elements(p -> 'sizes') s) as keys,
              (select coalesce(array_agg(distinct product_id) filter (where status = 'published'),
                               '{}') from gone) as products"""
)

_PRODUCTS = text(
    """select id, lower(slug) as slug, lower(import_handle) as handle from products
        where store_id = :store and purged_at is null
          and (lower(slug) = any (:names) or lower(import_handle) = any (:names))"""
).bindparams(bindparam("names", type_=ARRAY(Text())))


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a review without pictures; False where its item, or its line of a file, has one."""
    return (await session.execute(_INSERT, values)).first() is not None


async def lock(session: AsyncSession, store_id: UUID, review_id: UUID) -> Row[Any] | None:
    """A review, kept from others."""
    return (await session.execute(_LOCK, {"store": store_id, "id": review_id})).first()


async def lock_imported(session: AsyncSession, store_id: UUID, key: str) -> Row[Any] | None:
    """An imported review by what its file calls it, kept from others."""
    return (await session.execute(_LOCK_IMPORTED, {"store": store_id, "key": key})).first()


async def set_status(
    session: AsyncSession, review_id: UUID, status: ReviewStatus, now: datetime
) -> None:
    """Write a status; count it as well."""
    await session.execute(_STATUS, {"id": review_id, "status": status, "now": now})


async def rewrite(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write an imported review anew; count it as well."""
    await session.execute(_REWRITE, values)


async def set_reply(
    session: AsyncSession, review_id: UUID, words: str | None, now: datetime
) -> None:
    """Write the shop's answer, or take it away."""
    await session.execute(_REPLY, {"id": review_id, "text": words, "now": now})


async def set_photos(
    session: AsyncSession, review_id: UUID, photos: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Write which pictures a review has."""
    await session.execute(_PHOTOS, {"id": review_id, "photos": list(photos), "now": now})


async def delete(session: AsyncSession, review_id: UUID) -> None:
    """Delete a review; count it off as well."""
    await session.execute(_DELETE, {"id": review_id})


async def count(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, product_id: UUID, stars: int, by: int
) -> None:
    """Count a published review in (1) or off (-1)."""
    column = _STARS[stars]
    first = ", ".join(str(int(name == column and by > 0)) for name in _STARS.values())
    await session.execute(
        text(
            f"""insert into review_totals as t
                  (tenant_id, product_id, store_id, ones, twos, threes, fours, fives)
                values (:tenant, :product, :store, {first})
                on conflict (tenant_id, product_id) do update set {column} = t.{column} + :by"""  # noqa: S608 - names of columns above
        ),
        {"tenant": tenant_id, "store": store_id, "product": product_id, "by": by},
    )


async def settings(session: AsyncSession, store_id: UUID) -> Row[Any] | None:
    """The store's own settings; None where it has the defaults."""
    return (await session.execute(_SETTINGS, {"store": store_id})).first()


async def set_settings(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write them."""
    await session.execute(_SET, values)


async def forget(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID], now: datetime
) -> tuple[list[str], list[UUID]]:
    """Take names and pictures off the reviews of these orders; (keys of the pictures' files,
    products whose pages showed one)."""
    values = {"store": store_id, "orders": list(order_ids), "now": now}
    row = (await session.execute(_FORGET, values)).one()
    return list(row.keys), list(row.products)


async def products_named(
    session: AsyncSession, store_id: UUID, names: Sequence[str]
) -> dict[str, UUID]:
    """Products by slug, or by the handle they were imported with; names in lower case."""
    rows = (await session.execute(_PRODUCTS, {"store": store_id, "names": list(names)})).all()
    by_handle = {row.handle: row.id for row in rows if row.handle}
    return {**by_handle, **{row.slug: row.id for row in rows}}
