"""Queries of bulk edits: products read and written many at a time, by a fixed number of
statements."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.catalog.bulk.kinds import ItemState
from commerce.catalog.bulk.models import BulkEdit, BulkEditItem
from commerce.catalog.models import (
    Category,
    Collection,
    CollectionProduct,
    Product,
    ProductCategory,
    ProductVariant,
)
from commerce.catalog.stock import StockPort


async def one(
    session: AsyncSession, store_id: UUID, bulk_edit_id: UUID, *, lock: bool = False
) -> BulkEdit | None:
    """A bulk edit of the store."""
    query = select(BulkEdit).where(BulkEdit.id == bulk_edit_id, BulkEdit.store_id == store_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: BulkEdit | None = await session.scalar(query)
    return found


async def page(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[BulkEdit], int]:
    """(bulk edits, total), newest first."""
    mine = BulkEdit.store_id == store_id
    total = await session.scalar(select(func.count()).select_from(BulkEdit).where(mine))
    found = await session.scalars(
        select(BulkEdit).where(mine).order_by(BulkEdit.id.desc()).offset(offset).limit(limit)
    )
    return found.all(), total or 0


async def busy(session: AsyncSession, store_id: UUID) -> int:
    """Bulk edits of the store that are being worked on."""
    found = await session.scalar(
        select(func.count())
        .select_from(BulkEdit)
        .where(BulkEdit.store_id == store_id, BulkEdit.status.in_(("queued", "running", "undoing")))
    )
    return found or 0


async def forget_old(session: AsyncSession, store_id: UUID, now: datetime) -> None:
    """Delete what can no longer be undone."""
    await session.execute(
        text(
            "delete from bulk_edits where store_id = :store and undo_until < :now "
            "and status in ('done', 'failed', 'undone')"
        ),
        {"store": store_id, "now": now},
    )


async def put_items(session: AsyncSession, job: BulkEdit, chosen: Select[UUID]) -> int:
    """Write down the products of a bulk edit; how many there are."""
    ids = chosen.subquery()
    made = await session.execute(
        insert(BulkEditItem).from_select(
            ["tenant_id", "bulk_edit_id", "product_id", "store_id", "state"],
            select(
                literal(job.tenant_id),
                literal(job.id),
                ids.c.id,
                literal(job.store_id),
                literal(ItemState.PENDING.value),
            ),
        )
    )
    return int(made.rowcount)  # type: ignore[attr-defined]  # a cursor's result has it


async def items_in(
    session: AsyncSession, bulk_edit_id: UUID, state: ItemState, limit: int
) -> Sequence[BulkEditItem]:
    """The next products in a state, by id."""
    found = await session.scalars(
        select(BulkEditItem)
        .where(BulkEditItem.bulk_edit_id == bulk_edit_id, BulkEditItem.state == state.value)
        .order_by(BulkEditItem.product_id)
        .limit(limit)
    )
    return found.all()


async def items_page(
    session: AsyncSession,
    bulk_edit_id: UUID,
    state: ItemState | None,
    *,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[BulkEditItem, str]], int]:
    """(rows of (BulkEditItem, title), total)."""
    mine = [BulkEditItem.bulk_edit_id == bulk_edit_id]
    if state is not None:
        mine.append(BulkEditItem.state == state.value)
    total = await session.scalar(select(func.count()).select_from(BulkEditItem).where(*mine))
    found = await session.execute(
        select(BulkEditItem, Product.title)
        .join(Product, Product.id == BulkEditItem.product_id)
        .where(*mine)
        .order_by(BulkEditItem.product_id)
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0


async def counts(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Bulk edit -> state -> products."""
    rows = await session.execute(
        select(BulkEditItem.bulk_edit_id, BulkEditItem.state, func.count())
        .where(BulkEditItem.bulk_edit_id.in_(list(ids)))
        .group_by(BulkEditItem.bulk_edit_id, BulkEditItem.state)
    )
    found: dict[UUID, dict[str, int]] = {}
    for bulk_edit_id, state, number in rows.all():
        found.setdefault(bulk_edit_id, {})[state] = number
    return found


async def products(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID], *, lock: bool
) -> Sequence[Product]:
    """Products by id; locked in that order until commit where they are to be written."""
    query = (
        select(Product)
        .where(Product.store_id == store_id, Product.id.in_(ids), Product.purged_at.is_(None))
        .order_by(Product.id)
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update(key_share=True)
    return (await session.scalars(query)).all()


async def variants(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[ProductVariant]:
    """Live variants of products, in their order."""
    found = await session.scalars(
        select(ProductVariant)
        .where(ProductVariant.product_id.in_(ids), ProductVariant.deleted_at.is_(None))
        .order_by(ProductVariant.product_id, ProductVariant.position)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def policies(
    session: AsyncSession, stock: StockPort, ids: Sequence[UUID], now: datetime
) -> dict[UUID, str]:
    """Tracked variant -> its policy."""
    levels = stock.levels(now)
    rows = await session.execute(
        select(levels.c.variant_id, levels.c.policy).where(
            levels.c.product_id.in_(ids), levels.c.tracked
        )
    )
    return {row.variant_id: row.policy for row in rows.all()}


async def categories(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Product -> its categories, the primary one first."""
    rows = await session.execute(
        select(ProductCategory.product_id, ProductCategory.category_id)
        .where(ProductCategory.product_id.in_(ids))
        .order_by(ProductCategory.product_id, ProductCategory.position)
    )
    found: dict[UUID, list[str]] = {}
    for product_id, category_id in rows.all():
        found.setdefault(product_id, []).append(str(category_id))
    return found


async def members(
    session: AsyncSession, collection_ids: Iterable[UUID], ids: Sequence[UUID]
) -> set[tuple[UUID, UUID]]:
    """(collection, product) of products that are in one of the collections."""
    rows = await session.execute(
        select(CollectionProduct.collection_id, CollectionProduct.product_id).where(
            CollectionProduct.collection_id.in_(list(collection_ids)),
            CollectionProduct.product_id.in_(ids),
        )
    )
    return {(row.collection_id, row.product_id) for row in rows.all()}


async def sizes(session: AsyncSession, collection_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Collection by hand -> products in it; locked until commit, so that none overflows."""
    ids = list(collection_ids)
    if not ids:
        return {}
    known = await session.scalars(
        select(Collection.id)
        .where(Collection.id.in_(ids), Collection.kind == "manual")
        .order_by(Collection.id)
        .with_for_update()
    )
    found = dict.fromkeys(known, 0)
    rows = await session.execute(
        select(CollectionProduct.collection_id, func.count())
        .where(CollectionProduct.collection_id.in_(ids))
        .group_by(CollectionProduct.collection_id)
    )
    return found | {row[0]: row[1] for row in rows.all() if row[0] in found}


async def names(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    """Names of categories and collections by id."""
    wanted = [UUID(one) for one in ids]
    if not wanted:
        return {}
    rows = await session.execute(
        select(Category.id, Category.name)
        .where(Category.id.in_(wanted))
        .union_all(select(Collection.id, Collection.title).where(Collection.id.in_(wanted)))
    )
    return {str(row[0]): row[1] for row in rows.all()}


_PRODUCTS = text(
    """update products p
          set status = r.status, vendor = r.vendor, product_type = r.product_type, tags = r.tags,
              search_text = r.search_text, price_min = r.price_min, price_max = r.price_max,
              published_at = r.published_at, archived_at = r.archived_at,
              version = p.version + 1, updated_at = :now
         from jsonb_to_recordset(cast(:rows as jsonb)) as r (
           id uuid, status text, vendor text, product_type text, tags text[], search_text text,
           price_min bigint, price_max bigint, published_at timestamptz, archived_at timestamptz)
        where p.id = r.id and p.id = any(cast(:ids as uuid[]))"""
)

_VARIANTS = text(
    """update product_variants v
          set price = r.price, compare_at_price = r.compare_at_price, cost = r.cost,
              updated_at = :now
         from jsonb_to_recordset(cast(:rows as jsonb)) as r (
           id uuid, price bigint, compare_at_price bigint, cost bigint)
        where v.id = r.id and v.id = any(cast(:ids as uuid[]))"""
)

_ITEMS = text(
    """update bulk_edit_items i
          set state = r.state, before = coalesce(r.before, i.before),
              after = coalesce(r.after, i.after), note = r.note
         from jsonb_to_recordset(cast(:rows as jsonb)) as r (
           product_id uuid, state text, before jsonb, after jsonb, note text)
        where i.bulk_edit_id = :job and i.product_id = r.product_id
          and i.product_id = any(cast(:ids as uuid[]))"""
)


async def write_products(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Write the products' own columns."""
    await _write(session, _PRODUCTS, rows, now=now)


async def write_variants(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Write prices and costs."""
    await _write(session, _VARIANTS, rows, now=now)


async def write_items(
    session: AsyncSession, job_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write what happened to each product."""
    await _write(session, _ITEMS, rows, key="product_id", job=job_id)


async def _write(
    session: AsyncSession,
    statement: Any,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str = "id",
    **values: Any,
) -> None:
    if rows:
        text_of = json.dumps([dict(row) for row in rows], default=str, ensure_ascii=False)
        ids = [UUID(str(row[key])) for row in rows]
        await session.execute(statement, {"rows": text_of, "ids": ids, **values})


async def write_categories(
    session: AsyncSession, job: BulkEdit, wanted: Mapping[UUID, Sequence[str]]
) -> None:
    """Put products into categories; those that are gone meanwhile are left out."""
    if not wanted:
        return
    ids = {UUID(one) for found in wanted.values() for one in found}
    known = set(await session.scalars(select(Category.id).where(Category.id.in_(ids))))
    await session.execute(
        text("delete from product_categories where product_id = any(cast(:ids as uuid[]))"),
        {"ids": list(wanted)},
    )
    await insert_rows(
        session,
        ProductCategory.__table__,
        [
            {
                "tenant_id": job.tenant_id,
                "product_id": product_id,
                "category_id": category_id,
                "store_id": job.store_id,
                "position": n,
            }
            for product_id, found in wanted.items()
            for n, category_id in enumerate(one for one in found if UUID(one) in known)
        ],
    )


_JOIN = text(
    """insert into collection_products (tenant_id, collection_id, product_id, store_id, position)
       select :tenant, :collection, w.id, :store, w.place + coalesce((
                select max(m.position) from collection_products m
                 where m.collection_id = :collection), -1)
         from unnest(cast(:ids as uuid[])) with ordinality as w (id, place)
       on conflict do nothing"""
)

_LEAVE = text(
    """delete from collection_products
        where collection_id = :collection and product_id = any(cast(:ids as uuid[]))"""
)


async def join(
    session: AsyncSession, job: BulkEdit, collection_id: UUID, ids: Sequence[UUID]
) -> None:
    """Put products at the end of a collection."""
    values = {"tenant": job.tenant_id, "store": job.store_id}
    await session.execute(_JOIN, {**values, "collection": collection_id, "ids": list(ids)})


async def leave(session: AsyncSession, collection_id: UUID, ids: Sequence[UUID]) -> None:
    """Take products out of a collection."""
    await session.execute(_LEAVE, {"collection": collection_id, "ids": list(ids)})


async def total(session: AsyncSession, chosen: Select[UUID]) -> int:
    """How many products are chosen."""
    found = await session.scalar(select(func.count()).select_from(chosen.subquery()))
    return found or 0


async def variant_titles(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Variant -> its title."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = await session.execute(
        select(ProductVariant.id, ProductVariant.title).where(ProductVariant.id.in_(wanted))
    )
    return {row.id: row.title for row in rows.all()}
