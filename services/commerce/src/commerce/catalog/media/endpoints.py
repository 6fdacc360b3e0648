"""HTTP of pictures."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Form, UploadFile

from commerce.catalog.errors import (
    ImageRefused,
    ImageTooLarge,
    MediaNotFound,
    ProductNotFound,
    TooManyMedia,
)
from commerce.catalog.media import pictures
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.upload import Uploading
from commerce.catalog.media.view import media_out
from commerce.catalog.schemas import MediaOut, MediaPatch
from commerce.stores.contexts import StoreStaff
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, Text, ok
from ecomm_core.rates import Rate

MAX_UPLOAD = 21 * 1024 * 1024
"""Bytes of the whole multipart body; the picture itself may have 20 MB."""

routes = router("products", "/stores/{store_id}")


@routes.post(
    "/products/upload",
    status_code=201,
    max_body_size=MAX_UPLOAD,
    responses=errors(ProductNotFound, TooManyMedia, ImageTooLarge, ImageRefused),
)
@rated(Rate.UPLOADS)
async def upload(
    context: Uploading,
    file: Annotated[UploadFile, File(description="JPEG, PNG, WebP or AVIF, up to 20 MB.")],
    product_id: Annotated[UUID | None, Form()] = None,
    alt: Annotated[Text, Form(max_length=500)] = "",
) -> Reply[MediaOut]:
    """Store a picture, at the end of a product's or for one that is yet to be made."""
    media = await pictures.upload(context, file, product_id=product_id, alt=alt.strip())
    return ok(media_out(storage_of(context.kernel), media))


@routes.patch("/media/{media_id}", responses=errors(MediaNotFound))
async def update_media(context: StoreStaff, media_id: UUID, body: MediaPatch) -> Reply[MediaOut]:
    """Set a picture's alternative text."""
    media = await pictures.describe(
        context.kernel, context.session, context.store, media_id, body.alt, actor=context.actor
    )
    return ok(media_out(storage_of(context.kernel), media))


@routes.delete("/media/{media_id}", responses=errors(MediaNotFound))
async def delete_media(context: StoreStaff, media_id: UUID) -> Reply[dict[str, Any]]:
    """Take a picture off its product."""
    await pictures.remove(
        context.kernel, context.session, context.store, media_id, actor=context.actor
    )
    return ok({})
