"""What somebody with an order says of what they bought. One review for each item, once it has
left; whether it is verified is decided here, from the order alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.orders import view
from commerce.payments import service as payments
from commerce.reads.order_view import OrderRows
from commerce.reads.reviews import own_reviews, paid_here
from commerce.reviews import photos, repository, service
from commerce.reviews.errors import (
    AlreadyReviewed,
    ItemNotFound,
    NotReviewable,
    ReviewNotFound,
    ReviewsClosed,
)
from commerce.reviews.events import ReviewWritten
from commerce.reviews.models import ReviewSource, ReviewStatus
from commerce.reviews.schemas import (
    MAX_PHOTOS,
    OrderReviewsOut,
    OwnReviewOut,
    ReviewableItemOut,
    ReviewIn,
)
from commerce.reviews.words import found_in, shown_name
from commerce.stores.contexts import PublicStoreContext
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel


async def write(context: PublicStoreContext, order: OrderRows, body: ReviewIn) -> UUID:
    """Write a review of an item of the order; its id.

    Raises ItemNotFound (404); ReviewsClosed, NotReviewable, AlreadyReviewed (409).
    """
    session, now = context.session, clock.now()
    settings = await service.settings(session, context.store_id)
    if not settings.enabled:
        raise ReviewsClosed
    item = next((one for one in order.items if UUID(one["id"]) == body.item_id), None)
    if item is None:
        raise ItemNotFound
    if not _open(order, item):
        raise NotReviewable
    author = body.author.strip() or shown_name(order.shipping_address["name"])
    words = found_in(settings.words, body.title, body.body, author)
    status = ReviewStatus.PENDING
    if settings.auto_publish and not words:
        status = ReviewStatus.PUBLISHED
    verified = not order.test and await paid_here(session, order.id, by_hand=payments.BY_HAND)
    review_id, product_id = new_id(), UUID(item["product_id"])
    written = await repository.insert(
        session,
        {
            "tenant_id": context.tenant_id,
            "id": review_id,
            "store_id": context.store_id,
            "product_id": product_id,
            "order_id": order.id,
            "order_item_id": body.item_id,
            "source": ReviewSource.ORDER,
            "verified": verified,
            "status": status,
            "rating": body.rating,
            "title": body.title.strip(),
            "body": body.body.strip(),
            "author": author,
            "held_words": words,
            "written_at": now,
            "reply": None,
            "replied_at": None,
            "import_key": None,
            "now": now,
        },
    )
    if not written:
        raise AlreadyReviewed
    if status is ReviewStatus.PUBLISHED:
        await service.count(context, product_id, body.rating, 1)
        await _changed(context, product_id)
    await context.kernel.outbox.emit(
        session,
        ReviewWritten(
            product_id=product_id, rating=body.rating, status=status.value, verified=verified
        ),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=review_id,
    )
    return review_id


async def take_back(context: PublicStoreContext, order_id: UUID, review_id: UUID) -> None:
    """Its writer takes it back: it is gone, and they may write another.

    Raises ReviewNotFound (404).
    """
    found = await of_order(context.session, context.store_id, order_id, review_id)
    await repository.delete(context.session, review_id)
    await photos.erase_files(
        context.kernel, context.session, context.tenant_id, photos.keys_of(found.photos)
    )
    if found.status == ReviewStatus.PUBLISHED:
        await service.count(context, found.product_id, found.rating, -1)
        await _changed(context, found.product_id)


async def add_photo(
    context: PublicStoreContext, order_id: UUID, review_id: UUID, photo: dict[str, Any]
) -> None:
    """Put a stored picture to a review of the order. Unless the store publishes by itself, somebody
    looks at it again first.

    Raises ReviewNotFound (404), TooManyReviewPhotos (409).
    """
    session, now = context.session, clock.now()
    found = await of_order(session, context.store_id, order_id, review_id)
    await service.add_photo(session, found, photo, now)
    if found.status != ReviewStatus.PUBLISHED:
        return
    settings = await service.settings(session, context.store_id)
    if not settings.auto_publish:
        await repository.set_status(session, review_id, ReviewStatus.PENDING, now)
        await service.count(context, found.product_id, found.rating, -1)
    await _changed(context, found.product_id)


async def of_order(session: AsyncSession, store_id: UUID, order_id: UUID, review_id: UUID) -> Any:
    """A review of this order, locked. Raises ReviewNotFound (404)."""
    found = await service.locked(session, store_id, review_id)
    if found.order_id != order_id:
        raise ReviewNotFound
    return found


async def shown(kernel: Kernel, session: AsyncSession, order: OrderRows) -> OrderReviewsOut:
    """Every item of the order with what its buyer said of it."""
    settings = await service.settings(session, order.store_id)
    own = {row["order_item_id"]: row for row in await own_reviews(session, order.id)}
    facts = {UUID(item["id"]): item for item in order.items}
    return OrderReviewsOut(
        enabled=settings.enabled,
        author=shown_name(order.shipping_address["name"]),
        items=[
            ReviewableItemOut(
                item_id=item.id,
                title=item.title,
                variant_title=item.variant_title,
                product_slug=item.product_slug,
                image=item.image,
                open=settings.enabled and item.id not in own and _open(order, facts[item.id]),
                review=_own(kernel, own[item.id]) if item.id in own else None,
            )
            for item in view.public_out(order).items
        ],
    )


def _open(order: OrderRows, item: Mapping[str, Any]) -> bool:
    """It has left, and nobody cancelled the sale."""
    return bool(order.status != "cancelled" and item["fulfilled_quantity"] > 0)


def _own(kernel: Kernel, row: Mapping[str, Any]) -> OwnReviewOut:
    storage = storage_of(kernel)
    return OwnReviewOut(
        id=row["id"],
        item_id=row["order_item_id"],
        status=ReviewStatus(row["status"]),
        rating=row["rating"],
        title=row["title"],
        body=row["body"],
        author=row["author"],
        photos=[photos.photo_out(storage, photo) for photo in row["photos"]],
        photos_left=max(0, MAX_PHOTOS - len(row["photos"])),
        written_at=row["written_at"],
    )


async def _changed(context: PublicStoreContext, product_id: UUID) -> None:
    await service.changed(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        product_id=product_id,
    )
