"""Queries of collections and their products."""

from collections.abc import Collection as Several
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Text,
    cast,
    delete,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import CollectionNotFound
from commerce.catalog.kinds import CollectionKind
from commerce.catalog.models import Category, Collection, CollectionProduct, Media, Product
from commerce.catalog.schemas import ProductStatus
from ecomm_core.text import search_key

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


async def lock_memberships(session: AsyncSession, store_id: UUID) -> None:
    """Until commit nobody else works out who is in the store's smart collections: whoever comes
    later sees what was committed before, so the newest state is what is written last."""
    await session.execute(_LOCK, {"name": f"collections:{store_id}"})


async def one(
    session: AsyncSession, store_id: UUID, collection_id: UUID, *, lock: bool = False
) -> Collection:
    """A collection of the store. Raises CollectionNotFound (404)."""
    query = select(Collection).where(
        Collection.id == collection_id, Collection.store_id == store_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise CollectionNotFound
    return found


def _products() -> Any:
    return (
        select(func.count())
        .select_from(CollectionProduct)
        .join(Product, Product.id == CollectionProduct.product_id)
        .where(
            CollectionProduct.collection_id == Collection.id,
            Product.status != ProductStatus.ARCHIVED.value,
        )
        .correlate(Collection)
        .scalar_subquery()
        .label("products")
    )


async def whole(session: AsyncSession, store_id: UUID, collection_id: UUID) -> Row[Any]:
    """(Collection, products, Media | None). Raises CollectionNotFound (404)."""
    found = await session.execute(
        select(Collection, _products(), Media)
        .outerjoin(Media, Media.id == Collection.image_id)
        .where(Collection.id == collection_id, Collection.store_id == store_id)
        .execution_options(populate_existing=True)
    )
    row = found.first()
    if row is None:
        raise CollectionNotFound
    return row


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    search: str | None,
    kind: CollectionKind | None,
    published: bool | None,
    order: Sequence[ColumnElement[Any]],
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(rows of (Collection, products, Media | None), how many there are)."""
    chosen: list[ColumnElement[bool]] = [Collection.store_id == store_id]
    if search:
        chosen += [
            Collection.sort_title.contains(word, autoescape=True)
            for word in search_key(search).split()[:8]
        ]
    if kind is not None:
        chosen.append(Collection.kind == kind.value)
    if published is not None:
        chosen.append(Collection.published.is_(published))
    total = await session.scalar(select(func.count()).select_from(Collection).where(*chosen))
    rows = await session.execute(
        select(Collection, _products(), Media)
        .outerjoin(Media, Media.id == Collection.image_id)
        .where(*chosen)
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def count(session: AsyncSession, store_id: UUID) -> int:
    """Collections of the store."""
    found = await session.scalar(
        select(func.count()).select_from(Collection).where(Collection.store_id == store_id)
    )
    return found or 0


async def unknown_categories(
    session: AsyncSession, store_id: UUID, ids: Several[UUID]
) -> set[UUID]:
    """Those of the ids that are no category of the store."""
    if not ids:
        return set()
    known = await session.scalars(
        select(Category.id).where(Category.store_id == store_id, Category.id.in_(ids))
    )
    return set(ids) - set(known)


async def known_products(session: AsyncSession, store_id: UUID, ids: Several[UUID]) -> set[UUID]:
    """Those of the ids that are products of the store."""
    if not ids:
        return set()
    found = await session.scalars(
        select(Product.id).where(
            Product.store_id == store_id, Product.id.in_(ids), Product.purged_at.is_(None)
        )
    )
    return set(found)


async def members(session: AsyncSession, collection_id: UUID) -> list[UUID]:
    """Products of a collection in the merchant's order."""
    found = await session.scalars(
        select(CollectionProduct.product_id)
        .where(CollectionProduct.collection_id == collection_id)
        .order_by(CollectionProduct.position, CollectionProduct.product_id)
    )
    return list(found)


async def write_members(
    session: AsyncSession, collection: Collection, product_ids: Sequence[UUID]
) -> None:
    """Make these the products of a collection, in this order: one statement for those that leave,
    one for all others, whatever their number."""
    await session.execute(
        delete(CollectionProduct).where(
            CollectionProduct.collection_id == collection.id,
            CollectionProduct.product_id.not_in(product_ids),
        )
    )
    await session.execute(
        _PLACE,
        {
            "tenant": collection.tenant_id,
            "store": collection.store_id,
            "collection": collection.id,
            "ids": list(product_ids),
        },
    )


_PLACE = text(
    """insert into collection_products (tenant_id, collection_id, product_id, store_id, position)
       select :tenant, :collection, w.id, :store, w.place - 1
         from unnest(cast(:ids as uuid[])) with ordinality as w (id, place)
       on conflict (tenant_id, collection_id, product_id) do update
         set position = excluded.position
       where collection_products.position <> excluded.position"""
)


async def refill(
    session: AsyncSession,
    collection: Collection,
    wanted: ColumnElement[bool],
    product_ids: Sequence[UUID] | None = None,
) -> bool:
    """Let exactly the products that meet the condition be in a smart collection; of `product_ids`
    alone where they are given. True where somebody came or went."""
    matched = select(Product.id).where(
        Product.store_id == collection.store_id, Product.purged_at.is_(None), wanted
    )
    here = [CollectionProduct.collection_id == collection.id]
    if product_ids is not None:
        matched = matched.where(Product.id.in_(product_ids))
        here.append(CollectionProduct.product_id.in_(product_ids))
    left = await session.execute(
        delete(CollectionProduct)
        .where(*here, CollectionProduct.product_id.not_in(matched))
        .returning(CollectionProduct.product_id)
        .execution_options(synchronize_session=False)
    )
    gone = len(left.all())
    came = await session.execute(
        pg_insert(CollectionProduct)
        .from_select(
            ["tenant_id", "collection_id", "product_id", "store_id", "position"],
            select(
                literal(collection.tenant_id),
                literal(collection.id),
                Product.id,
                literal(collection.store_id),
                literal(0),
            ).where(Product.id.in_(matched)),
        )
        .on_conflict_do_nothing()
        .returning(CollectionProduct.product_id)
    )
    return bool(gone or came.all())


async def smart_ids(session: AsyncSession, store_id: UUID, touched: Several[str]) -> Sequence[UUID]:
    """Smart collections of the store whose rules look at a touched field."""
    found = await session.scalars(
        select(Collection.id)
        .where(
            Collection.store_id == store_id,
            Collection.kind == CollectionKind.SMART.value,
            Collection.rule_fields.op("&&", is_comparison=True)(cast(sorted(touched), ARRAY(Text))),
        )
        .order_by(Collection.id)
    )
    return found.all()


async def matching(
    session: AsyncSession, store_id: UUID, wanted: ColumnElement[bool], *, most: int
) -> tuple[int, Sequence[UUID]]:
    """(how many products meet the condition, archived ones aside; ids of the newest)."""
    found = select(Product.id).where(
        Product.store_id == store_id, Product.status != ProductStatus.ARCHIVED.value, wanted
    )
    total = await session.scalar(select(func.count()).select_from(found.subquery()))
    newest = await session.scalars(
        found.order_by(Product.created_at.desc(), Product.id.desc()).limit(most)
    )
    return total or 0, newest.all()


async def products(session: AsyncSession, store_id: UUID, ids: Sequence[UUID]) -> Sequence[Product]:
    """Products in the order of the ids."""
    found = await session.scalars(
        select(Product).where(Product.store_id == store_id, Product.id.in_(ids))
    )
    by_id = {product.id: product for product in found}
    return [by_id[product_id] for product_id in ids if product_id in by_id]


async def products_of(
    session: AsyncSession,
    collection_id: UUID,
    order: Sequence[ColumnElement[Any]],
    *,
    offset: int,
    limit: int,
) -> tuple[Sequence[Product], int]:
    """(products of the page, how many there are), archived ones aside."""
    chosen = (
        CollectionProduct.collection_id == collection_id,
        Product.status != ProductStatus.ARCHIVED.value,
    )
    join = CollectionProduct.product_id == Product.id
    total = await session.scalar(
        select(func.count()).select_from(Product).join(CollectionProduct, join).where(*chosen)
    )
    found = await session.scalars(
        select(Product)
        .join(CollectionProduct, join)
        .where(*chosen)
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    return found.all(), total or 0
