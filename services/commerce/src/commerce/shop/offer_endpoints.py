"""HTTP of what the shop offers with products."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from commerce.promotions.counting import count_seen
from commerce.shop import offers
from commerce.shop.caching import keep, respond
from commerce.shop.offer_schemas import OffersIn, OffersOut, OffersSeenIn, OffersSeenOut
from commerce.stores.contexts import PublicStore, Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.cache import etag_of

routes = router("public", "/public/stores/{slug}/offers")


@routes.get(
    "",
    response_model=Reply[OffersOut],
    responses={
        **errors(StoreNotFound, StorePaused, CurrencyNotOffered, ExchangeRateStale),
        304: {"description": "The caller has it: If-None-Match names this ETag."},
    },
)
async def offers_with(
    request: Request, shop: Shop, query: Annotated[OffersIn, Query()]
) -> Response:
    """What is offered with products: volume prices and bundles on a product's page, and products
    that go well with them there, in the cart, or after the purchase. Unknown products count for
    nothing."""
    found = await offers.read(shop, query)
    if not found.lasting:
        return respond(request.scope, found.body, etag_of(found.body))
    return keep(request, shop, found.made_from, found.body)


@routes.post("/seen", responses=errors(StoreNotFound, StorePaused))
async def offers_seen(context: PublicStore, body: OffersSeenIn) -> Reply[OffersSeenOut]:
    """Count offers as seen, today. Nothing is kept of who saw them; other ids are skipped."""
    counted = await count_seen(
        context.session, context.store_id, body.ids, now=clock.now(), shown=1
    )
    return ok(OffersSeenOut(counted=len(counted)))
