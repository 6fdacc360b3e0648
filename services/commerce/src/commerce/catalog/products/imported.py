"""What an import asks the catalogue: which product a handle is, whose a SKU is, which pictures it
has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import slugs
from commerce.catalog.errors import ProductNotFound
from commerce.catalog.media.service import StoredImage, store_image
from commerce.catalog.media.works import works_of
from commerce.catalog.models import Media, Product, ProductVariant
from commerce.catalog.products.values import same_sku
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel

_HANDLE_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


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


async def find_imported(session: AsyncSession, store_id: UUID, handle: str) -> UUID | None:
    """The product that was imported under a handle, else the one made by hand whose slug it is.

    Archived products count. One found by its slug bears the handle from now on (`adopt_handle`).
    """
    key = handle_key(handle)
    slug = slugs.derived(handle, "product")
    same = Product.import_handle == key
    if slug == slugs.derived(handle, "p"):  # else nothing of the handle is in it
        same |= (Product.slug == slug) & Product.import_handle.is_(None)
    rows = await session.execute(
        select(Product.id, Product.import_handle).where(Product.store_id == store_id, same)
    )
    found = {row.import_handle: row.id for row in rows.all()}
    return found.get(key) or found.get(None)


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
    session: AsyncSession, store_id: UUID, skus: Iterable[str], *, but: UUID | None
) -> dict[str, SkuOwner]:
    """SKU -> the live product that has it, leaving out the product `but`."""
    wanted = {same_sku(sku): sku for sku in skus}
    if not wanted:
        return {}
    key = func.lower(func.trim(ProductVariant.sku))
    query = (
        select(key.label("key"), Product.id, Product.title)
        .join(Product, Product.id == ProductVariant.product_id)
        .where(
            ProductVariant.store_id == store_id,
            ProductVariant.deleted_at.is_(None),
            ProductVariant.sku.is_not(None),
            key.in_(list(wanted)),
        )
    )
    if but is not None:
        query = query.where(ProductVariant.product_id != but)
    rows = await session.execute(query)
    return {wanted[row.key]: SkuOwner(row.id, row.title) for row in rows.all()}


async def pictures_of(
    session: AsyncSession, product_id: UUID, *, lock: bool = False
) -> Sequence[Row[UUID, str | None, str, str]]:
    """Rows of (id, source_url, sha256, alt) in the order of the product's pictures.

    `lock`: nobody else changes the product until commit. Raises ProductNotFound (404) then.
    """
    if lock:
        found = await session.scalar(
            select(Product.id).where(Product.id == product_id).with_for_update(key_share=True)
        )
        if found is None:
            raise ProductNotFound
    rows = await session.execute(
        select(Media.id, Media.source_url, Media.sha256, Media.alt)
        .where(Media.product_id == product_id)
        .order_by(Media.position, Media.id)
    )
    return rows.all()


async def store_picture(
    kernel: Kernel, store: StoreFacts, data: bytes, filename: str, source_url: str
) -> StoredImage:
    """`store_image` in one of the places for picture work; no transaction may be open."""
    async with works_of(kernel).place():
        return await store_image(kernel, store, data, filename, source_url)
