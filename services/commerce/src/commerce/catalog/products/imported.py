"""What an import asks the catalogue: which product a handle is, whose a SKU is, which pictures it
has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import slugs
from commerce.catalog.errors import ProductNotFound
from commerce.catalog.media.service import StoredImage, store_image
from commerce.catalog.media.works import works_of
from commerce.catalog.models import Media, Product
from commerce.catalog.products.values import same_sku
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel

_HANDLE_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
_HANDLE_LOCKS = text(
    """select pg_advisory_xact_lock(hashtextextended(wanted.name, 0))
         from (select name from unnest(cast(:names as text[])) with ordinality as n (name, place)
                order by place) wanted"""
)
_PICTURES = select(Media.id, Media.source_url, Media.sha256, Media.alt, Media.product_id).order_by(
    Media.position, Media.id
)
Picture = Row[UUID, str | None, str, str, UUID | None]
# Each handle and slug is looked up by its own index, which alone gives the order: with `= any` the
# planner, which under row-level security expects one row of any index that begins with the store,
# takes one that reads the whole store.
_IMPORTED = text(
    """select p.id, p.import_handle, p.slug
         from unnest(cast(:handles as text[])) as wanted (handle)
         cross join lateral (
           select p.id, p.import_handle, p.slug from products p
            where p.tenant_id = :tenant and p.store_id = :store
              and p.import_handle between wanted.handle and wanted.handle
            order by p.import_handle limit 1) p
       union all
       select p.id, p.import_handle, p.slug
         from unnest(cast(:slugs as text[])) as wanted (slug)
         cross join lateral (
           select p.id, p.import_handle, p.slug from products p
            where p.tenant_id = :tenant and p.store_id = :store
              and p.slug between wanted.slug and wanted.slug
            order by p.slug limit 1) p"""  # lint-skip: raw-text-order - its index's, one row
)

# "is true" keeps the SKUs a hashed set: joined, the planner would compare each with each.
_SKU_OWNERS = text(
    """with owned as materialized (
         select lower(trim(v.sku)) as key, v.tenant_id, v.product_id from product_variants v
          where v.store_id = :store and v.deleted_at is null and v.sku is not null
            and (lower(trim(v.sku)) in (select unnest(cast(:keys as text[])))) is true)
       select o.key, p.id, p.title
         from owned o join products p on p.tenant_id = o.tenant_id and p.id = o.product_id"""
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A product that a handle means. `adopted`: it bears the handle already."""

    product_id: UUID
    adopted: bool


@dataclass(frozen=True, slots=True)
class SkuOwner:
    """The product a SKU belongs to."""

    product_id: UUID
    title: str


def handle_key(handle: str) -> str:
    """Two handles are the same when this is."""
    return handle.strip().casefold()


async def lock_handle(session: AsyncSession, store_id: UUID, handle: str) -> None:
    """Until commit nobody else imports this handle into the store: two imports of one file at the
    same time make each product once."""
    await session.execute(_HANDLE_LOCK, {"name": f"{store_id}:{handle_key(handle)}"})


async def lock_handles(session: AsyncSession, store_id: UUID, handles: Iterable[str]) -> None:
    """`lock_handle` for many, always in the same order: two files never wait crosswise."""
    names = sorted(f"{store_id}:{handle_key(handle)}" for handle in handles)
    await session.execute(_HANDLE_LOCKS, {"names": names})


async def known_addresses(
    session: AsyncSession, store: StoreFacts, handles: Iterable[str], wanted: Iterable[str]
) -> set[str]:
    """Which of these handles were imported, and which of the wanted slugs are taken; both are
    looked up by index."""
    keys, slugs_wanted = [handle_key(handle) for handle in handles], list(wanted)
    rows = await _addressed(session, store, keys, slugs_wanted)
    return {row.import_handle for row in rows if row.import_handle} | {row.slug for row in rows}


async def find_imported(
    session: AsyncSession, store: StoreFacts, handles: Iterable[str]
) -> dict[str, Imported]:
    """Handle key -> the product that was imported under it, else the one made by hand whose slug
    it is.

    Archived products count. One found by its slug bears the handle from now on (`adopt_handle`).
    """
    keys: dict[str, str] = {}
    for handle in handles:
        slug = slugs.derived(handle, "product")
        # Else nothing of the handle is in it.
        keys[handle_key(handle)] = slug if slug == slugs.derived(handle, "p") else ""
    rows = await _addressed(session, store, list(keys), [*filter(None, keys.values())])
    by_handle = {row.import_handle: row.id for row in rows if row.import_handle is not None}
    by_slug = {row.slug: row.id for row in rows if row.import_handle is None}
    return {
        key: Imported(by_handle.get(key) or by_slug[slug], adopted=key in by_handle)
        for key, slug in keys.items()
        if key in by_handle or slug in by_slug
    }


async def _addressed(
    session: AsyncSession, store: StoreFacts, handles: Sequence[str], wanted: Sequence[str]
) -> Sequence[Row[Any]]:
    """Rows of (id, import_handle, slug) of products by either."""
    values = {
        "tenant": store.tenant_id,
        "store": store.id,
        "handles": list(handles),
        "slugs": list(wanted),
    }
    return (await session.execute(_IMPORTED, values)).all()


async def adopt_handle(session: AsyncSession, product_id: UUID, handle: str) -> None:
    """Let a product made by hand be known by an import's handle, whatever its slug becomes."""
    await session.execute(
        update(Product)
        .where(Product.id == product_id, Product.import_handle.is_(None))
        .values(import_handle=handle_key(handle), updated_at=Product.updated_at)
    )


async def free_slug(session: AsyncSession, store_id: UUID, handle: str) -> str:
    """The handle as a slug, with -2, -3 … where that is taken."""
    base = slugs.derived(handle, "product")
    return slugs.first_free(base, await slugs.taken(session, store_id, "product", base))


async def sku_owners(
    session: AsyncSession, store_id: UUID, skus: Iterable[str]
) -> dict[str, SkuOwner]:
    """SKU -> the live product that has it; SKUs by `same_sku`.

    Under row-level security no index finds a SKU (`lower` is not leakproof), so this reads all of
    the store's variants: ask for many at once, and for none that you know.
    """
    keys = {same_sku(sku) for sku in skus}
    if not keys:
        return {}
    rows = await session.execute(_SKU_OWNERS, {"store": store_id, "keys": list(keys)})
    return {row.key: SkuOwner(row.id, row.title) for row in rows.all()}


async def pictures_of(
    session: AsyncSession, product_id: UUID, *, lock: bool = False
) -> Sequence[Picture]:
    """Rows of (id, source_url, sha256, alt, product_id) in the order of the product's pictures.

    `lock`: nobody else changes the product until commit. Raises ProductNotFound (404) then.
    """
    if lock:
        found = await session.scalar(
            select(Product.id).where(Product.id == product_id).with_for_update(key_share=True)
        )
        if found is None:
            raise ProductNotFound
    rows = await session.execute(_PICTURES.where(Media.product_id == product_id))
    return rows.all()


async def pictures_of_all(
    session: AsyncSession, product_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Picture]]:
    """`pictures_of` by product; what has none is left out."""
    if not product_ids:
        return {}
    rows = await session.execute(_PICTURES.where(Media.product_id.in_(product_ids)))
    found: dict[UUID, list[Picture]] = {}
    for row in rows.all():
        found.setdefault(row.product_id, []).append(row)
    return found


async def store_picture(
    kernel: Kernel, store: StoreFacts, data: bytes, filename: str, source_url: str
) -> StoredImage:
    """`store_image` in one of the places for picture work; no transaction may be open."""
    async with works_of(kernel).place():
        return await store_image(kernel, store, data, filename, source_url)


async def handle_of(session: AsyncSession, product_id: UUID) -> str | None:
    """The handle that a product was imported under; None where it has none, or is gone."""
    found: str | None = await session.scalar(
        select(Product.import_handle).where(Product.id == product_id)
    )
    return found
