"""HTTP of cross-sells, and what came of all upsells."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.promotions.cross_sells import service
from commerce.promotions.cross_sells.schemas import (
    CrossSellIn,
    CrossSellOut,
    CrossSellReplace,
    CrossSellTestIn,
    CrossSellTestOut,
)
from commerce.promotions.cross_sells.statistics import UpsellStatisticsOut, statistics
from commerce.promotions.errors import (
    BadCrossSell,
    CrossSellNotFound,
    CrossSellStale,
    TooManyCrossSells,
)
from commerce.promotions.upsell_models import Placement
from commerce.promotions.volume.schemas import UpsellBulkIn, UpsellBulkOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("upsells", "/stores/{store_id}/upsells")

Sort = Literal["position", "-created", "created", "name"]


@routes.get("/statistics", responses=errors(StoreNotFound))
async def upsell_statistics(
    context: StoreViewer, days: Annotated[int, Query(ge=1, le=365)] = 30
) -> Reply[list[UpsellStatisticsOut]]:
    """How often each upsell was shown, put into a cart and bought in the last days. Test orders and
    cancelled ones do not count; amounts are of orders in the store's currency."""
    return ok(await statistics(context, timedelta(days=days)))


@routes.get("/cross-sells", responses=errors(StoreNotFound))
async def list_cross_sells(
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=120)] = None,
    active: bool | None = None,
    placement: Placement | None = None,
    sort: Sort = "position",
) -> ListReply[CrossSellOut]:
    """The store's cross-sells, in the order they are shown. `search` finds names."""
    rows, total = await service.listed(
        context,
        search=search,
        active=active,
        placement=placement,
        sort=sort,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post(
    "/cross-sells",
    status_code=201,
    responses=errors(StoreNotFound, BadCrossSell, TooManyCrossSells),
)
async def create_cross_sell(context: StoreStaff, body: CrossSellIn) -> Reply[CrossSellOut]:
    """Show products with others: on product pages, in the cart, after the purchase."""
    return ok(await service.create(context, body))


@routes.post("/cross-sells/bulk", responses=errors(StoreNotFound))
async def bulk_cross_sells(context: StoreStaff, body: UpsellBulkIn) -> Reply[UpsellBulkOut]:
    """Enable, disable or archive several."""
    return ok(UpsellBulkOut(changed=await service.bulk(context, body)))


@routes.post("/cross-sells/test", responses=errors(StoreNotFound))
async def test_cross_sells(
    context: StoreStaff, body: CrossSellTestIn
) -> Reply[list[CrossSellTestOut]]:
    """What a shopper with these products would be shown, in order. Nothing is counted."""
    return ok(await service.test(context, body))


@routes.get("/cross-sells/{cross_sell_id}", responses=errors(StoreNotFound, CrossSellNotFound))
async def get_cross_sell(context: StoreViewer, cross_sell_id: UUID) -> Reply[CrossSellOut]:
    """A cross-sell."""
    return ok(await service.get(context, cross_sell_id))


@routes.put(
    "/cross-sells/{cross_sell_id}",
    responses=errors(StoreNotFound, CrossSellNotFound, BadCrossSell, CrossSellStale),
)
async def replace_cross_sell(
    context: StoreStaff, cross_sell_id: UUID, body: CrossSellReplace
) -> Reply[CrossSellOut]:
    """Change a cross-sell."""
    return ok(await service.replace(context, cross_sell_id, body))


@routes.delete("/cross-sells/{cross_sell_id}", responses=errors(StoreNotFound, CrossSellNotFound))
async def archive_cross_sell(context: StoreStaff, cross_sell_id: UUID) -> Reply[dict[str, Any]]:
    """Archive a cross-sell. What it sold stays counted."""
    await service.archive(context, cross_sell_id)
    return ok({})
