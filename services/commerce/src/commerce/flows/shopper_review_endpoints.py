"""HTTP of what a buyer says of what they bought: whoever holds the order's token, which its mails
carry and an account's order page knows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, File, UploadFile

from commerce.catalog.errors import ImageRefused, ImageTooLarge
from commerce.catalog.media.endpoints import MAX_UPLOAD
from commerce.catalog.media.images import MAX_BYTES
from commerce.catalog.media.works import works_of
from commerce.flows.return_contexts import OrderWriter
from commerce.flows.review_contexts import UploadingReviewPhoto
from commerce.orders.endpoints import order_holder
from commerce.orders.errors import OrderNotFound
from commerce.reads.order_view import OrderRows, load_order
from commerce.reviews import buyers, photos
from commerce.reviews.errors import (
    AlreadyReviewed,
    ItemNotFound,
    NotReviewable,
    ReviewNotFound,
    ReviewsClosed,
    TooManyReviewPhotos,
)
from commerce.reviews.schemas import OrderReviewsOut, ReviewIn
from commerce.stores.contexts import PublicStoreContext, ShopContext
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.rates import Rate

routes = router("reviews", "/public/stores/{slug}/orders/{order_id}/reviews")

_FOUND = (StoreNotFound, StorePaused, OrderNotFound)


@routes.get("", responses=errors(*_FOUND))
async def order_reviews(
    context: Annotated[ShopContext, Depends(order_holder)], order_id: UUID
) -> Reply[OrderReviewsOut]:
    """The order's items with what you said of them, and which of them can be reviewed now."""
    async with context.kernel.database.transaction(context.store.scope) as session:
        rows = await load_order(session, order_id, store_id=context.store.id)
        if rows is None:
            raise OrderNotFound
        return ok(await buyers.shown(context.kernel, session, rows))


@routes.post(
    "",
    status_code=201,
    responses=errors(*_FOUND, ItemNotFound, ReviewsClosed, NotReviewable, AlreadyReviewed),
)
async def write_review(
    context: OrderWriter, order_id: UUID, body: ReviewIn
) -> Reply[OrderReviewsOut]:
    """Review an item of the order, once, when it has left the shop."""
    await buyers.write(context, await _order(context, order_id), body)
    return ok(await _shown(context, order_id))


@routes.delete("/{review_id}", responses=errors(*_FOUND, ReviewNotFound))
async def take_review_back(
    context: OrderWriter, order_id: UUID, review_id: UUID
) -> Reply[OrderReviewsOut]:
    """Take your review back; you may write another."""
    await buyers.take_back(context, order_id, review_id)
    return ok(await _shown(context, order_id))


@routes.post(
    "/{review_id}/photos",
    status_code=201,
    max_body_size=MAX_UPLOAD,
    responses=errors(*_FOUND, ReviewNotFound, TooManyReviewPhotos, ImageTooLarge, ImageRefused),
)
@rated(Rate.UPLOADS)
async def add_review_photo(
    context: UploadingReviewPhoto,
    order_id: UUID,
    review_id: UUID,
    file: Annotated[UploadFile, File(description="JPEG, PNG, WebP or AVIF, up to 20 MB.")],
) -> Reply[OrderReviewsOut]:
    """Add a picture to your review, five at most. Where and with what it was taken is not kept. The
    shop may look at the review again before it shows it."""
    if (file.size or 0) > MAX_BYTES:
        raise ImageTooLarge
    kernel, store = context.kernel, context.store
    async with works_of(kernel).place():
        photo = await photos.keep(kernel, store.id, await file.read())
    writing = await context.begin()
    await buyers.add_photo(writing, order_id, review_id, photo)
    return ok(await _shown(writing, order_id))


async def _order(context: PublicStoreContext, order_id: UUID) -> OrderRows:
    rows = await load_order(context.session, order_id, store_id=context.store_id)
    if rows is None:
        raise OrderNotFound
    return rows


async def _shown(context: PublicStoreContext, order_id: UUID) -> OrderReviewsOut:
    return await buyers.shown(context.kernel, context.session, await _order(context, order_id))
