"""HTTP of the pictures of returns: added by whoever holds the order's token, seen by them and by
the store's people, and by nobody else."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, File, Query, UploadFile
from starlette.responses import Response

from commerce.catalog.errors import ImageRefused, ImageTooLarge
from commerce.catalog.media.endpoints import MAX_UPLOAD
from commerce.catalog.media.images import MAX_BYTES
from commerce.catalog.media.works import works_of
from commerce.flows.return_contexts import OrderWriter, UploadingPhoto
from commerce.flows.shopper_return_endpoints import hand_of, locked, shown
from commerce.orders.endpoints import order_holder
from commerce.orders.errors import OrderNotFound
from commerce.returns import photos
from commerce.returns.errors import PhotoNotFound, PhotosClosed, ReturnNotFound, TooManyPhotos
from commerce.returns.photos import PhotoSize
from commerce.returns.schemas import PublicReturnOut
from commerce.stores.contexts import ShopContext, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.rates import Rate

routes = router("returns", "/stores/{store_id}/returns/{return_id}")
public_routes = router("orders", "/public/stores/{slug}/orders/{order_id}/returns/{return_id}")

_FOUND = (StoreNotFound, StorePaused, OrderNotFound, ReturnNotFound)
WEBP: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}},
        "description": "The picture",
    }
}
HEADERS = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}
Size = Annotated[PhotoSize, Query(description="`small` is 512 pixels wide at least, where it can.")]


@public_routes.post(
    "/photos",
    status_code=201,
    max_body_size=MAX_UPLOAD,
    responses=errors(*_FOUND, PhotosClosed, TooManyPhotos, ImageTooLarge, ImageRefused),
)
@rated(Rate.UPLOADS)
async def add_return_photo(
    context: UploadingPhoto,
    order_id: UUID,
    return_id: UUID,
    file: Annotated[UploadFile, File(description="JPEG, PNG, WebP or AVIF, up to 20 MB.")],
) -> Reply[PublicReturnOut]:
    """Add a picture to a return, five at most, until its goods arrive. Where and with what it was
    taken is not kept."""
    if (file.size or 0) > MAX_BYTES:
        raise ImageTooLarge
    kernel, store = context.kernel, context.store
    async with works_of(kernel).place():
        photo = await photos.keep(kernel, store.tenant_id, store.id, return_id, await file.read())
    writing = await context.begin()
    found = await locked(writing, order_id, return_id)
    await photos.attach(hand_of(writing), found, photo, clock.now())
    return ok(await shown(writing, return_id))


@public_routes.delete("/photos/{photo_id}", responses=errors(*_FOUND, PhotoNotFound, PhotosClosed))
async def remove_return_photo(
    context: OrderWriter, order_id: UUID, return_id: UUID, photo_id: UUID
) -> Reply[PublicReturnOut]:
    """Take a picture off a return, until its goods arrive; its files are deleted."""
    found = await locked(context, order_id, return_id)
    await photos.remove(hand_of(context), found, photo_id)
    return ok(await shown(context, return_id))


@public_routes.get(
    "/photos/{photo_id}",
    response_class=Response,
    responses={**errors(*_FOUND, PhotoNotFound), **WEBP},
)
async def return_photo(
    context: Annotated[ShopContext, Depends(order_holder)],
    order_id: UUID,
    return_id: UUID,
    photo_id: UUID,
    size: Size = "large",
) -> Response:
    """A picture of the order's return, for whoever holds the order's token."""
    async with context.kernel.database.transaction(context.store.scope) as session:
        key = await photos.look(
            session, context.store.id, return_id, photo_id, size, order_id=order_id
        )
    return Response(
        await photos.read(context.kernel, key), headers=HEADERS, media_type="image/webp"
    )


@routes.get(
    "/photos/{photo_id}",
    response_class=Response,
    responses={**errors(StoreNotFound, PhotoNotFound), **WEBP},
)
async def photo(
    context: StoreViewer, return_id: UUID, photo_id: UUID, size: Size = "large"
) -> Response:
    """A picture that the shopper added to a return."""
    key = await photos.look(context.session, context.store_id, return_id, photo_id, size)
    return Response(
        await photos.read(context.kernel, key), headers=HEADERS, media_type="image/webp"
    )
