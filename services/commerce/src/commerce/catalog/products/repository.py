"""Queries of products. Every statement serves any number of variants."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows, update_rows
from commerce.catalog.errors import SkuTaken, problem, refuse
from commerce.catalog.models import (
    Category,
    Product,
    ProductCategory,
    ProductOption,
    ProductVariant,
)
from commerce.catalog.products.matrix import Option
from commerce.catalog.products.values import VariantRow, same_sku
from commerce.conflicts import violated
from ecomm_core.ids import new_id

SKU_INDEX = "uq_product_variants_sku"

_PARK = text(
    """update product_variants v
          set deleted_at = case when v.id = any(cast(:removed as uuid[]))
                                then cast(:now as timestamptz) end,
              sku = case when v.id = any(cast(:removed as uuid[])) then v.sku end,
              option_values = case when v.id = any(cast(:removed as uuid[]))
                                   then v.option_values else array[cast(v.id as text)] end,
              updated_at = :now
        where v.product_id = :product
          and (v.id = any(cast(:removed as uuid[])) or v.id = any(cast(:parked as uuid[])))"""
)
"""Removed variants leave; those whose SKU or combination changes step aside, so that two of them
can swap under unique indexes that are checked row by row."""

_TAKEN = text(
    """select v.sku, v.product_id from product_variants v
        where v.store_id = :store and v.sku is not null and v.deleted_at is null
          and lower(trim(v.sku)) = any(
                array(select lower(trim(w.sku)) from unnest(cast(:skus as text[])) as w (sku)))
          and v.id <> all(cast(:own as uuid[]))"""
)


async def insert_product(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Insert a product; False where its slug is taken."""
    made = await session.execute(
        insert(Product)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["tenant_id", "store_id", "slug"])
        .returning(Product.id)
    )
    return made.first() is not None


async def options_of(session: AsyncSession, product_id: UUID) -> Sequence[ProductOption]:
    """Options in order."""
    found = await session.scalars(
        select(ProductOption)
        .where(ProductOption.product_id == product_id)
        .order_by(ProductOption.position)
    )
    return found.all()


async def variants_of(session: AsyncSession, product_id: UUID) -> Sequence[ProductVariant]:
    """All variants, removed ones too, in order."""
    found = await session.scalars(
        select(ProductVariant)
        .where(ProductVariant.product_id == product_id)
        .order_by(ProductVariant.position, ProductVariant.id)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def write_options(
    session: AsyncSession,
    owner: Mapping[str, UUID],
    options: Sequence[Option],
    ids: Sequence[UUID | None],
) -> None:
    """Replace a product's options; those with an id keep it. `owner`: tenant, store, product."""
    kept = [given for given in ids if given is not None]
    await session.execute(
        delete(ProductOption).where(
            ProductOption.product_id == owner["product_id"], ProductOption.id.not_in(kept)
        )
    )
    if not options:
        return
    statement = insert(ProductOption).values(option_rows(owner, options, ids))
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "id"],
            set_={
                "name": statement.excluded.name,
                "position": statement.excluded.position,
                "values": statement.excluded["values"],
            },
        )
    )


def option_rows(
    owner: Mapping[str, UUID],
    options: Sequence[Option],
    ids: Sequence[UUID | None] | None = None,
) -> list[dict[str, Any]]:
    """Rows of a product's options; new ones without an id."""
    return [
        {
            **owner,
            "id": given or new_id(),
            "name": option.name,
            "position": n,
            "values": list(option.values),
        }
        for n, (option, given) in enumerate(zip(options, ids or [None] * len(options), strict=True))
    ]


def variant_rows(owner: Mapping[str, UUID], rows: Sequence[VariantRow]) -> list[dict[str, Any]]:
    """Rows of a product's new variants."""
    return [{**owner, **_columns(row)} for row in rows]


async def step_aside(
    session: AsyncSession,
    product_id: UUID,
    *,
    removed: Sequence[UUID],
    parked: Sequence[UUID],
    now: datetime,
) -> None:
    """Remove variants (their rows stay, orders point to them) and park those that change."""
    if removed or parked:
        await session.execute(
            _PARK,
            {"product": product_id, "removed": list(removed), "parked": list(parked), "now": now},
        )


async def write_variants(
    session: AsyncSession,
    owner: Mapping[str, UUID],
    *,
    new: Sequence[VariantRow],
    changed: Sequence[VariantRow],
    now: datetime,
) -> None:
    """Insert and update variants. Raises SkuTaken (409) naming each variant's field.

    The unique index decides races; the savepoint lets us look up afterwards whose SKU it is.
    """
    rows = [*new, *changed]
    try:
        async with session.begin_nested():
            await insert_rows(
                session,
                ProductVariant.__table__,
                variant_rows(owner, new),
            )
            await update_rows(
                session,
                ProductVariant.__table__,
                [
                    {**owner, **_columns(row), "deleted_at": None, "updated_at": now}
                    for row in changed
                ],
                _CHANGEABLE,
            )
    except IntegrityError as error:
        if violated(error) != SKU_INDEX:
            raise
        raise await _sku_taken(session, owner["store_id"], rows) from error


async def _sku_taken(session: AsyncSession, store_id: UUID, rows: Sequence[VariantRow]) -> SkuTaken:
    by_sku = {same_sku(row.sku): row for row in rows if row.sku is not None}
    found = await session.execute(
        _TAKEN,
        {
            "skus": [row.sku for row in by_sku.values()],
            "store": store_id,
            "own": [row.id for row in rows],
        },
    )
    details = [
        {
            "field": by_sku[same_sku(sku)].field("sku"),
            "code": SkuTaken.code,
            "message": SkuTaken.message,
            "product_id": str(product_id),
        }
        for sku, product_id in found.all()
        if same_sku(sku) in by_sku
    ]
    return SkuTaken(details=details[:100])


def _columns(row: VariantRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "position": row.position,
        "title": row.title,
        "option_values": row.option_values,
        "sku": row.sku,
        "barcode": row.barcode,
        "price": row.price,
        "compare_at_price": row.compare_at_price,
        "cost": row.cost,
        "weight_grams": row.weight_grams,
    }


_CHANGEABLE = (
    "position",
    "title",
    "option_values",
    "sku",
    "barcode",
    "price",
    "compare_at_price",
    "cost",
    "weight_grams",
    "deleted_at",
    "updated_at",
)


async def set_categories(
    session: AsyncSession, owner: Mapping[str, UUID], category_ids: Iterable[UUID]
) -> bool:
    """Put a product into categories, the first being primary; True where that changed anything.

    Raises Invalid (422) on `category_ids.N` for an id that is no category of the store.
    """
    wanted = list(dict.fromkeys(category_ids))
    rows = await session.execute(
        select(ProductCategory.category_id, ProductCategory.position).where(
            ProductCategory.product_id == owner["product_id"]
        )
    )
    before = [row.category_id for row in sorted(rows.all(), key=lambda row: row.position)]
    if before == wanted:
        return False
    if wanted:
        known = set(
            await session.scalars(
                select(Category.id).where(
                    Category.store_id == owner["store_id"], Category.id.in_(wanted)
                )
            )
        )
        refuse(
            [
                problem(f"category_ids.{n}", "There is no such category in this store.")
                for n, category_id in enumerate(wanted)
                if category_id not in known
            ]
        )
    await session.execute(
        delete(ProductCategory).where(ProductCategory.product_id == owner["product_id"])
    )
    await insert_rows(
        session,
        ProductCategory.__table__,
        [
            {**owner, "category_id": category_id, "position": n}
            for n, category_id in enumerate(wanted)
        ],
    )
    return True


_STATUS = text(
    """with before as (
         select id, status from products
          where store_id = :store and id = any(cast(:ids as uuid[])) and purged_at is null
          order by id for no key update
       ), changed as (
         update products p
            set status = cast(:status as text), version = p.version + 1,
                updated_at = cast(:now as timestamptz),
                published_at = case when cast(:status as text) = 'active'
                                    then coalesce(p.published_at, cast(:now as timestamptz))
                                    else p.published_at end,
                archived_at = case when cast(:status as text) = 'archived'
                                   then cast(:now as timestamptz) end
           from before b
          where p.id = b.id and p.id = any(cast(:ids as uuid[]))
            and b.status <> cast(:status as text)
         returning p.id)
       select b.id, b.status, c.id is not null as changed
         from before b left join changed c on c.id = b.id"""
)


async def set_status(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID], status: str, now: datetime
) -> Sequence[Row[Any]]:
    """Rows of (id, status before, changed) of the products that are there."""
    result = await session.execute(
        _STATUS, {"store": store_id, "ids": list(ids), "status": status, "now": now}
    )
    return result.all()
