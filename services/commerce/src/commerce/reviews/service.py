"""Reviews: the public face of this folder.

A product's counts follow in the transaction that publishes, hides or changes one; whatever the shop
shows of them is stale with the same commit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.reads.fraud_facts import orders_of_person
from commerce.reviews import photos, repository
from commerce.reviews.errors import (
    NotImported,
    NotPublished,
    ReviewNotFound,
    TooManyReviewPhotos,
)
from commerce.reviews.events import ReviewsChanged, ReviewWritten
from commerce.reviews.models import ReviewSource, ReviewStatus
from commerce.reviews.schemas import (
    MAX_PHOTOS,
    ReviewBulkIn,
    ReviewBulkResult,
    ReviewSettingsIn,
    ReviewSettingsOut,
)
from commerce.reviews.words import folded
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel

__all__ = [
    "ReviewSource",
    "ReviewStatus",
    "ReviewWritten",
    "ReviewsChanged",
    "add_photo",
    "bulk",
    "changed",
    "check_photos",
    "count",
    "delete",
    "forget",
    "locked",
    "move",
    "reply",
    "set_settings",
    "settings",
]


async def settings(session: AsyncSession, store_id: UUID) -> ReviewSettingsOut:
    """The store's settings, or the defaults: taken, and published by hand."""
    row = await repository.settings(session, store_id)
    if row is None:
        return ReviewSettingsOut(enabled=True, auto_publish=False, words=[])
    return ReviewSettingsOut(
        enabled=row.enabled, auto_publish=row.auto_publish, words=list(row.words)
    )


async def set_settings(context: StoreContext, body: ReviewSettingsIn) -> None:
    """Write the store's settings. Reviews that are there stay what they are."""
    before = await settings(context.session, context.store_id)
    after = {**body.model_dump(), "words": folded(body.words)}
    await repository.set_settings(
        context.session,
        {
            "tenant_id": context.tenant_id,
            "store_id": context.store_id,
            "now": clock.now(),
            **after,
        },
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="review_settings.set",
        resource_type="store",
        resource_id=context.store_id,
        before=before.model_dump(),
        after=after,
    )


async def locked(session: AsyncSession, store_id: UUID, review_id: UUID) -> Any:
    """A review's row, kept from others. Raises ReviewNotFound (404)."""
    row = await repository.lock(session, store_id, review_id)
    if row is None:
        raise ReviewNotFound
    return row


async def move(context: StoreContext, review_id: UUID, status: ReviewStatus) -> None:
    """Publish or reject; what is so already stays so. Raises ReviewNotFound (404)."""
    found = await locked(context.session, context.store_id, review_id)
    if found.status == status:
        return
    await repository.set_status(context.session, review_id, status, clock.now())
    stars = found.rating
    if found.status == ReviewStatus.PUBLISHED:
        await count(context, found.product_id, stars, -1)
    if status is ReviewStatus.PUBLISHED:
        await count(context, found.product_id, stars, 1)
    if ReviewStatus.PUBLISHED in (status, found.status):
        await _changed(context, found.product_id)
    await _audit(context, review_id, f"review.{_DONE[status]}", {"status": found.status})


_DONE = {ReviewStatus.PUBLISHED: "publish", ReviewStatus.REJECTED: "reject"}


async def count(context: Any, product_id: UUID, stars: int, by: int) -> None:
    """Count a published review of a product in (1) or off (-1). `context` knows session, tenant and
    store."""
    await repository.count(
        context.session, context.tenant_id, context.store_id, product_id, stars, by
    )


async def reply(context: StoreContext, review_id: UUID, words: str | None) -> None:
    """Answer in public, or take the answer away.

    Raises ReviewNotFound (404), NotPublished (409).
    """
    found = await locked(context.session, context.store_id, review_id)
    if words is not None and found.status != ReviewStatus.PUBLISHED:
        raise NotPublished
    if found.reply == words:
        return
    await repository.set_reply(context.session, review_id, words, clock.now())
    if found.status == ReviewStatus.PUBLISHED:
        await _changed(context, found.product_id)
    await _audit(context, review_id, "review.reply", {"reply": found.reply}, {"reply": words})


async def delete(context: StoreContext, review_id: UUID) -> None:
    """Delete what a file brought. Raises ReviewNotFound (404), NotImported (409)."""
    found = await locked(context.session, context.store_id, review_id)
    if found.source != ReviewSource.IMPORT:
        raise NotImported
    await repository.delete(context.session, review_id)
    if found.status == ReviewStatus.PUBLISHED:
        await count(context, found.product_id, found.rating, -1)
        await _changed(context, found.product_id)
    said = {"rating": found.rating, "title": found.title, "body": found.body}
    await _audit(context, review_id, "review.delete", said)


async def bulk(context: StoreContext, body: ReviewBulkIn) -> list[ReviewBulkResult]:
    """Do one thing to many reviews, in the order of the ids, twice named ones once."""
    wanted = list(dict.fromkeys(body.ids))
    results: dict[UUID, ReviewBulkResult] = {}
    for review_id in sorted(wanted):
        code, message = None, None
        try:
            async with context.session.begin_nested():
                await _one(context, review_id, body.action)
        except AppError as error:
            code, message = error.code, error.text
        results[review_id] = ReviewBulkResult(
            id=review_id, done=code is None, code=code, message=message
        )
    return [results[review_id] for review_id in wanted]


async def _one(context: StoreContext, review_id: UUID, action: str) -> None:
    match action:
        case "publish":
            await move(context, review_id, ReviewStatus.PUBLISHED)
        case "reject":
            await move(context, review_id, ReviewStatus.REJECTED)
        case _:
            await delete(context, review_id)


def check_photos(row: Any) -> None:
    """Raise TooManyReviewPhotos (409) where no other fits."""
    if len(row.photos) >= MAX_PHOTOS:
        raise TooManyReviewPhotos


async def add_photo(session: AsyncSession, row: Any, photo: dict[str, Any], now: datetime) -> None:
    """Put a stored picture to a locked review. Raises TooManyReviewPhotos (409)."""
    check_photos(row)
    await repository.set_photos(session, row.id, [*row.photos, photo], now)


async def forget(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    customer_id: UUID,
    email: str,
) -> None:
    """A person is erased: their stars and words stay, as what a product is like; their name and
    pictures go. `email` is theirs where proven."""
    orders = await orders_of_person(session, store_id, customer_id, email)
    if not orders:
        return
    keys, products = await repository.forget(session, store_id, orders, clock.now())
    await photos.erase_files(kernel, session, tenant_id, keys)
    for product_id in products:
        await changed(
            kernel, session, tenant_id=tenant_id, store_id=store_id, product_id=product_id
        )


async def changed(
    kernel: Kernel, session: AsyncSession, *, tenant_id: UUID, store_id: UUID, product_id: UUID
) -> None:
    """What the shop shows of a product's reviews is stale: its page, and its card in lists."""
    stale: Sequence[str] = [tags.product(store_id, product_id), tags.products(store_id)]
    stale = [*stale, tags.search(store_id)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        ReviewsChanged(product_id=product_id, tags=list(stale)),
        tenant_id=tenant_id,
        store_id=store_id,
        resource_id=product_id,
    )


async def _changed(context: StoreContext, product_id: UUID) -> None:
    await changed(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        product_id=product_id,
    )


async def _audit(
    context: StoreContext,
    review_id: UUID,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=action,
        resource_type="review",
        resource_id=review_id,
        before=before,
        after=after,
    )
