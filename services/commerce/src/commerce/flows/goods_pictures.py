"""Pictures of goods on their way: brought a few at a time, and hung on a draft that is there
already where they come late."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import MAX_MEDIA, ProductPatch, ProductStatus
from commerce.catalog.service import StoredImage
from commerce.flows import import_pictures
from commerce.flows.import_pictures import PictureUnreadable, Sources
from commerce.flows.incoming import IncomingPicture, Issue
from commerce.flows.supplier_pictures import client_for
from commerce.sourcing.imports import service
from commerce.sourcing.imports.models import GoodsImportItem
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel


class _NoShelf:
    """By address alone."""

    empty = True

    def has(self, filename: str) -> bool:
        """None."""
        return bool(filename) and False

    def read(self, filename: str) -> bytes:
        """Not there."""
        raise PictureUnreadable(filename)


async def bring(
    kernel: Kernel, store: StoreFacts, supplier: Supplier | None, urls: Sequence[str]
) -> list[tuple[str, StoredImage | Issue]]:
    """Address -> the picture, stored, or why it could not be had. No transaction is open."""
    at = Sources(_NoShelf(), client_for(kernel, supplier), {})
    wanted = [IncomingPicture(0, url, "") for url in urls]
    brought = await import_pictures.fetch(kernel, store, wanted, at)
    return list(zip(urls, brought, strict=True))


async def hang(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    item: GoodsImportItem,
    fresh: Sequence[UUID],
) -> None:
    """Put pictures that came late on the draft, behind those that are there; what is no draft any
    more is left as it is."""
    product = await service.draft_of(kernel, session, store, item)
    if product is None or product.status != ProductStatus.DRAFT or not fresh:
        return
    order = [*(one.id for one in product.media), *fresh][:MAX_MEDIA]
    patch = ProductPatch(media_ids=order)
    await catalog.update_product(kernel, session, store, product.id, patch, actor=item.actor)
    for media_id in order[len(product.media) :]:
        await catalog.describe_picture(
            kernel, session, store, media_id, product.title, actor=item.actor
        )
