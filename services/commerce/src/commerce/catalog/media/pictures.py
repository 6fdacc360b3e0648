"""What merchants do with pictures: each changes its product, is told and is recorded."""

from uuid import UUID

from fastapi import UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import announce
from commerce.catalog.errors import ImageTooLarge, ProductNotFound
from commerce.catalog.media import service
from commerce.catalog.media.images import MAX_BYTES
from commerce.catalog.media.upload import Upload
from commerce.catalog.media.works import works_of
from commerce.catalog.models import Media
from commerce.catalog.repository import known_product, locked_product
from commerce.catalog.schemas import ProductStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.kernel import Kernel


async def upload(context: Upload, file: UploadFile, *, product_id: UUID | None, alt: str) -> Media:
    """Read, judge, optimise and store an upload, then attach it.

    Raises ProductNotFound (404), TooManyMedia (409), ImageTooLarge (413), ImageRefused (422).
    """
    kernel, store = context.kernel, context.store
    if (file.size or 0) > MAX_BYTES:
        raise ImageTooLarge
    if product_id is not None:
        # Asked before the work is done; the row is asked for again when it is attached.
        async with kernel.database.transaction(context.scope) as session:
            if not await known_product(session, store.id, product_id):
                raise ProductNotFound
    async with works_of(kernel).place():
        image = await service.store_image(
            kernel, store, await file.read(), file.filename or "picture"
        )
    session = await context.begin()
    media = await service.attach(session, store, image, product_id=product_id, alt=alt)
    await _changed(kernel, session, store, media, actor=context.actor, action="upload")
    return media


async def describe(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    media_id: UUID,
    alt: str,
    *,
    actor: str,
) -> Media:
    """Set alternative text. Raises MediaNotFound (404)."""
    media = await service.describe(session, store.id, media_id, alt)
    await _changed(kernel, session, store, media, actor=actor, action="describe")
    return media


async def remove(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, media_id: UUID, *, actor: str
) -> None:
    """Take a picture off. Raises MediaNotFound (404)."""
    media = await service.remove(session, store.id, media_id)
    await _changed(kernel, session, store, media, actor=actor, action="remove")


async def _changed(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    media: Media,
    *,
    actor: str,
    action: str,
) -> None:
    """A product's pictures changed, so its version and its pages did."""
    await announce.record(
        session,
        store,
        actor=actor,
        action=f"media_{action}",
        product_id=media.product_id,
        after={"media_id": str(media.id), "filename": media.filename, "alt": media.alt},
    )
    if media.product_id is None:
        return
    product = await locked_product(session, store.id, media.product_id)
    product.version += 1
    product.updated_at = clock.now()
    await session.flush()
    await announce.updated(
        kernel,
        session,
        store,
        product,
        was_public=product.status == ProductStatus.ACTIVE,
        changed=["media_ids"],
        previous_slug=None,
    )
