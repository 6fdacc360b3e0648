"""HTTP of what merchants do with reviews."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.reads.reviews import list_reviews, load_review
from commerce.reviews import service, sheet
from commerce.reviews.errors import NotImported, NotPublished, ReviewNotFound
from commerce.reviews.models import ReviewSource, ReviewStatus
from commerce.reviews.schemas import (
    ReplyIn,
    ReviewBulkIn,
    ReviewOut,
    ReviewResults,
    ReviewSettingsIn,
    ReviewSettingsOut,
)
from commerce.reviews.view import review_out
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.rates import Rate

routes = router("reviews", "/stores/{store_id}/reviews")


@routes.post("/bulk", responses=errors(StoreNotFound))
async def bulk(context: StoreStaff, body: ReviewBulkIn) -> Reply[ReviewResults]:
    """Publish, reject or delete up to 100 reviews at once; the reply says of each how it went."""
    return ok(await service.bulk(context, body))


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    status: Annotated[ReviewStatus | None, Query()] = None,
    source: Annotated[ReviewSource | None, Query()] = None,
    rating: Annotated[int | None, Query(ge=1, le=5)] = None,
    product_id: Annotated[UUID | None, Query()] = None,
    answered: Annotated[bool | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[ReviewOut]:
    """The store's reviews: those that wait for you first, then the newest. `search` looks into
    their words, names and products."""
    rows, total = await list_reviews(
        context.session,
        context.store_id,
        status=status,
        source=source,
        rating=rating,
        product_id=product_id,
        answered=answered,
        search=search,
        limit=page.per_page,
        offset=page.offset,
    )
    return page_of([review_out(context.kernel, row) for row in rows], page.info(total))


@routes.post("/import", responses=errors(StoreNotFound))
@rated(Rate.UPLOADS)
async def import_csv(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Bring reviews from elsewhere, all or nothing; a dry run unless told otherwise. Columns:
    product (its address name), rating, and where you have them title, body, author, date, reply and
    an id of your own, by which a line is found again. Shoppers see that they were imported."""
    return ok(await sheet.take(context, body))


@routes.get("/settings", responses=errors(StoreNotFound))
async def settings(context: StoreViewer) -> Reply[ReviewSettingsOut]:
    """How the store takes reviews."""
    return ok(await service.settings(context.session, context.store_id))


@routes.put("/settings", responses=errors(StoreNotFound))
async def set_settings(context: StoreAdmin, body: ReviewSettingsIn) -> Reply[ReviewSettingsOut]:
    """Set whether buyers are asked, and what is published without you."""
    await service.set_settings(context, body)
    return ok(await service.settings(context.session, context.store_id))


@routes.get("/{review_id}", responses=errors(StoreNotFound, ReviewNotFound))
async def get(context: StoreViewer, review_id: UUID) -> Reply[ReviewOut]:
    """One review."""
    return ok(await _shown(context, review_id))


@routes.delete("/{review_id}", responses=errors(StoreNotFound, ReviewNotFound, NotImported))
async def delete(context: StoreStaff, review_id: UUID) -> Reply[dict[str, Any]]:
    """Delete an imported review. What a buyer wrote can be rejected instead."""
    await service.delete(context, review_id)
    return ok({})


@routes.post("/{review_id}/publish", responses=errors(StoreNotFound, ReviewNotFound))
async def publish(context: StoreStaff, review_id: UUID) -> Reply[ReviewOut]:
    """Show a review in the shop."""
    await service.move(context, review_id, ReviewStatus.PUBLISHED)
    return ok(await _shown(context, review_id))


@routes.post("/{review_id}/reject", responses=errors(StoreNotFound, ReviewNotFound))
async def reject(context: StoreStaff, review_id: UUID) -> Reply[ReviewOut]:
    """Keep a review out of the shop, or take it out again."""
    await service.move(context, review_id, ReviewStatus.REJECTED)
    return ok(await _shown(context, review_id))


@routes.put("/{review_id}/reply", responses=errors(StoreNotFound, ReviewNotFound, NotPublished))
async def reply(context: StoreStaff, review_id: UUID, body: ReplyIn) -> Reply[ReviewOut]:
    """Answer a review in public."""
    await service.reply(context, review_id, body.text)
    return ok(await _shown(context, review_id))


@routes.delete("/{review_id}/reply", responses=errors(StoreNotFound, ReviewNotFound))
async def remove_reply(context: StoreStaff, review_id: UUID) -> Reply[ReviewOut]:
    """Take the answer away."""
    await service.reply(context, review_id, None)
    return ok(await _shown(context, review_id))


async def _shown(context: StoreContext, review_id: UUID) -> ReviewOut:
    row = await load_review(context.session, context.store_id, review_id)
    if row is None:
        raise ReviewNotFound
    return review_out(context.kernel, row)
