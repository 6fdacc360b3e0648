"""HTTP of the shop's search. Replies are prebuilt bytes; the models are their documentation."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from commerce import tags
from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from commerce.search import service
from commerce.search.schemas import SearchIn, SearchReply, SuggestIn, SuggestOut
from commerce.shop import presenting, speaking
from commerce.shop.caching import keep
from commerce.shop.endpoints import CLOSED, foreign
from commerce.stores.contexts import Shop
from commerce.translations.errors import LocaleNotOffered
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply

routes = router("search", "/public/stores/{slug}/search")

REFUSED = {**CLOSED, **errors(CurrencyNotOffered, ExchangeRateStale, LocaleNotOffered)}


def _made_from(shop: Shop) -> tuple[str, ...]:
    """The index follows the products a moment later, and drops its own tag then."""
    store = shop.store.id
    return tags.search(store), tags.products(store), tags.categories(store)


@routes.get("", response_model=SearchReply, responses=REFUSED)
async def find(request: Request, shop: Shop, query: Annotated[SearchIn, Query()]) -> Response:
    """Published products by words and filters, best first, with counted filters. An exact SKU comes
    first; one typing error is forgiven in words of five letters and more, two from nine on."""
    currency = foreign(shop, query.currency)
    if currency is None:
        body = await service.search(shop, query)
    else:
        low, high = await presenting.bounds_in(shop, query.min_price, query.max_price, currency)
        asked = query.model_copy(update={"min_price": low, "max_price": high})
        body = await presenting.found_in(shop, await service.search(shop, asked), currency)
    spoken = speaking.another(shop, query.locale)
    if spoken is not None:
        body = await speaking.found_in(shop, body, spoken)
    return keep(request, shop, _made_from(shop), body)


@routes.get("/suggest", response_model=Reply[SuggestOut], responses=REFUSED)
async def suggest(request: Request, shop: Shop, query: Annotated[SuggestIn, Query()]) -> Response:
    """The best matches for what is being typed: the last word may be unfinished."""
    body = await service.suggest(shop, query.q, query.limit)
    currency = foreign(shop, query.currency)
    if currency is not None:
        body = await presenting.found_in(shop, body, currency)
    spoken = speaking.another(shop, query.locale)
    if spoken is not None:
        body = await speaking.found_in(shop, body, spoken)
    return keep(request, shop, _made_from(shop), body)
