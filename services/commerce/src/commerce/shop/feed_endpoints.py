"""HTTP of the product feed."""

from starlette.responses import StreamingResponse

from commerce.shop import feed
from commerce.shop.caching import CACHE_CONTROL
from commerce.stores.contexts import Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router

routes = router("public", "/public/stores/{slug}")


@routes.get(
    "/feed.xml",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {"application/rss+xml": {"schema": {"type": "string"}}},
            "description": "RSS 2.0 with Google Merchant's attributes",
        },
        **errors(StoreNotFound, StorePaused),
    },
)
async def feed_xml(shop: Shop) -> StreamingResponse:
    """Every product on sale, a variant an item, for Google Merchant Center and whoever reads the
    same format; in the shop's own currency and language. The shop has it at `/feed.xml`, too."""
    head = await feed.head(shop)
    if head is None:
        raise StoreNotFound
    return StreamingResponse(
        feed.stream(shop, head),
        media_type="application/rss+xml; charset=utf-8",
        headers={"cache-control": CACHE_CONTROL},
    )
