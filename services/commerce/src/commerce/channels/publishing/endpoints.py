"""HTTP of products in connected shops."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from commerce.catalog.errors import ProductNotFound
from commerce.channels.errors import ChannelClosed, ChannelNotFound
from commerce.channels.publishing import service
from commerce.channels.publishing.errors import DifferenceGone, NotPublished, PriceNotTaken
from commerce.channels.publishing.schemas import (
    ChannelProductOut,
    ChannelPublishIn,
    ChannelPublishOut,
    ChannelSettleIn,
    ProductThere,
)
from commerce.stores.contexts import StoreAdmin, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("channel_products", "/stores/{store_id}/sales-channels/{channel_id}/products")


@routes.get("", responses=errors(ChannelNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    channel_id: UUID,
    page: PageDep,
    state: ProductThere | None = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
) -> ListReply[ChannelProductOut]:
    """The store's products and how each stands in this shop: what needs somebody first."""
    rows, total = await service.page(
        context.session,
        context.store,
        channel_id,
        state=state,
        search=search,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post("/publish", status_code=202, responses=errors(ChannelNotFound, ChannelClosed))
async def publish(
    context: StoreAdmin, channel_id: UUID, body: ChannelPublishIn
) -> Reply[ChannelPublishOut]:
    """Write products into this shop, or write them again: title, description, options and variants
    with SKU and prices, pictures, status. There they become what they are here; variants that are
    not here go there, too. What that shop has under the same SKUs already is not written over: it
    is matched, and what differs is shown. A worker does it; nothing is made twice however often
    this is asked."""
    return ok(
        await service.publish(
            context.kernel, context.session, context.store, channel_id, body, actor=context.actor
        )
    )


@routes.post(
    "/{product_id}/settle",
    responses=errors(ChannelNotFound, NotPublished, DifferenceGone, PriceNotTaken, ProductNotFound),
)
async def settle(
    context: StoreAdmin, channel_id: UUID, product_id: UUID, body: ChannelSettleIn
) -> Reply[ChannelProductOut]:
    """See to what was changed there: `take` makes theirs ours, `ignore` leaves both as they are
    until it changes once more. Nothing is written there."""
    return ok(
        await service.settle(
            context.kernel,
            context.session,
            context.store,
            channel_id,
            product_id,
            body,
            actor=context.actor,
        )
    )
