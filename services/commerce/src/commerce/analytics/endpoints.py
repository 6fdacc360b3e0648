"""HTTP of the merchant's overview."""

from typing import Annotated, Literal

from fastapi import Query

from commerce.analytics import service
from commerce.analytics.schemas import OverviewOut
from commerce.stores.contexts import StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("analytics", "/stores/{store_id}/analytics")

DAYS = {"7d": 7, "30d": 30, "90d": 90}


@routes.get("/overview", responses=errors(StoreNotFound))
async def overview(
    context: StoreViewer,
    period: Annotated[Literal["7d", "30d", "90d"], Query(alias="range")] = "30d",
    payments: Annotated[
        Literal["live", "test"], Query(description="Which orders the figures are made of.")
    ] = "live",
) -> Reply[OverviewOut]:
    """Sales of the last days beside the days before, recent orders, low stock, and the checklist
    to the first sale. Days are the store's own."""
    return ok(await service.overview(context, DAYS[period], test=payments == "test"))
