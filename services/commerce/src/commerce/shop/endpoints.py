"""HTTP of the public catalogue. Replies are prebuilt bytes; the models are their documentation."""

import json
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Path as PathParam
from fastapi import Query, Request
from starlette.responses import Response

from commerce import tags
from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from commerce.shop import presenting, service, speaking
from commerce.shop.caching import CACHE_CONTROL, keep, respond
from commerce.shop.errors import CollectionNotFound, ProductNotFound, RedirectNotFound
from commerce.shop.schemas import (
    FiltersOut,
    ProductCardOut,
    ProductListIn,
    PublicCategoryOut,
    PublicCollectionOut,
    PublicCurrenciesOut,
    PublicProductOut,
    PublicStoreOut,
    SitemapEntryOut,
)
from commerce.site.errors import PageNotFound
from commerce.site.schemas import PublicPageOut, PublicPageRowOut, PublicRedirectOut
from commerce.stores.contexts import FreshShop, Shop, ShopContext
from commerce.stores.errors import StoreNotFound, StorePaused
from commerce.stores.schemas import Locale
from commerce.themes.schemas import ThemeOut
from commerce.translations.errors import LocaleNotOffered
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CurrencyCode, ListReply, Reply, Text
from ecomm_core.cache import etag_of

routes = router("public", "/public/stores/{slug}")

UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The caller has it: If-None-Match names this ETag."}
}
CLOSED = {**errors(StoreNotFound, StorePaused), **UNCHANGED}
SPOKEN = errors(LocaleNotOffered)

LONGEST_SLUG = 255
"""Characters of a product's slug in an address; `shop/hot.py` takes the same."""

Search = Annotated[Text | None, Query(max_length=200)]
Currency = Annotated[CurrencyCode | None, Query()]
Slug = Annotated[Text | None, Query(max_length=200)]
Language = Annotated[
    Locale | None,
    Query(description="One of the shop's languages; its own by default, and for what is missing."),
]


@routes.get(
    "",
    response_model=Reply[PublicStoreOut],
    responses={**CLOSED, **errors(CurrencyNotOffered, ExchangeRateStale)},
)
async def store(request: Request, shop: FreshShop, currency: Currency = None) -> Response:
    """The shop: name, currencies, where it ships, whether it takes orders, its theme. Amounts in
    the asked currency."""
    found = await service.store(shop)
    if found is None:
        raise StoreNotFound
    of_menus = (tags.product(shop.store.id, led_to) for led_to in found.product_ids)
    store_id = shop.store.id
    of_kinds = (tags.pages(store_id), tags.categories(store_id), tags.collections(store_id))
    made_from = (*of_kinds, *of_menus)
    body = await presenting.store_in(shop, found.body, foreign(shop, currency))
    return keep(request, shop, made_from, body)


@routes.get("/theme", response_model=Reply[ThemeOut], responses=CLOSED)
async def theme(request: Request, shop: Shop) -> Response:
    """The shop's published theme."""
    body = await service.theme(shop)
    if body is None:
        raise StoreNotFound
    return keep(request, shop, (), body)


def foreign(shop: ShopContext, asked: str | None) -> str | None:
    """The asked currency, unless it is the shop's own."""
    return None if asked == shop.store.currency else asked


@routes.get("/currencies", response_model=Reply[PublicCurrenciesOut], responses=CLOSED)
async def currencies(request: Request, shop: Shop) -> Response:
    """The currencies the shop sells in; those without a rate that is new enough are left out."""
    body = {"own": shop.store.currency, "currencies": await presenting.offered(shop)}
    reply = json.dumps({"data": body, "error": None}, separators=(",", ":"))
    return keep(request, shop, (), reply.encode())


@routes.get(
    "/products",
    response_model=ListReply[ProductCardOut],
    responses={**CLOSED, **errors(CurrencyNotOffered, ExchangeRateStale, LocaleNotOffered)},
)
async def products(
    request: Request, shop: Shop, query: Annotated[ProductListIn, Query()]
) -> Response:
    """One page of the published products."""
    currency = foreign(shop, query.currency)
    if currency is None:
        body = await service.products(shop, query)
    else:
        asked = await presenting.asked_in(shop, query, currency)
        body = await presenting.list_in(shop, await service.products(shop, asked), currency)
    locale = speaking.another(shop, query.locale)
    if locale is not None:
        body = await speaking.products_in(shop, body, locale)
    made_from: tuple[str, ...] = (tags.products(shop.store.id),)
    if query.collection is not None:
        made_from += (tags.collections(shop.store.id),)
    return keep(request, shop, made_from, body)


@routes.get(
    "/products/{product_slug}",
    response_model=Reply[PublicProductOut],
    responses={
        **errors(
            StoreNotFound,
            StorePaused,
            ProductNotFound,
            CurrencyNotOffered,
            ExchangeRateStale,
            LocaleNotOffered,
        ),
        **UNCHANGED,
        301: {"description": "The product has another slug now: see Location."},
    },
)
async def product(
    request: Request,
    shop: Shop,
    product_slug: Annotated[Text, PathParam(max_length=LONGEST_SLUG)],
    currency: Currency = None,
    locale: Language = None,
) -> Response:
    """A published product with its variants. A slug it had before answers 301."""
    found = await service.product(shop, product_slug)
    if found is None:
        raise ProductNotFound
    if found.moved_to is not None:
        return moved(request, found.moved_to)
    made_from = tuple(tags.product(shop.store.id, made) for made in found.product_ids)
    body = found.body
    another = foreign(shop, currency)
    if another is not None:
        body = await presenting.product_in(shop, body, another)
    elif found.reduced:
        body = await presenting.with_prior_prices(shop, body)
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.product_in(shop, body, spoken)
    return keep(request, shop, (*made_from, tags.tree(shop.store.id)), body)


def moved(request: Request, slug: str) -> Response:
    """301 to the same kind of thing under its present slug."""
    parent = request.url.path.rpartition("/")[0]
    headers = {"location": f"{parent}/{quote(slug)}", "cache-control": CACHE_CONTROL}
    return Response(status_code=301, headers=headers)


@routes.get("/pages", response_model=Reply[list[PublicPageRowOut]], responses={**CLOSED, **SPOKEN})
async def pages(request: Request, shop: Shop, locale: Language = None) -> Response:
    """The shop's published pages and policies, by title in its own language."""
    body = await service.pages(shop)
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.pages_in(shop, body, spoken)
    return keep(request, shop, (tags.pages(shop.store.id),), body)


@routes.get(
    "/pages/{page_slug}",
    response_model=Reply[PublicPageOut],
    responses={
        **errors(StoreNotFound, StorePaused, PageNotFound, LocaleNotOffered),
        **UNCHANGED,
        301: {"description": "The page has another slug now: see Location."},
    },
)
async def page(
    request: Request,
    shop: Shop,
    page_slug: Annotated[Text, PathParam(max_length=LONGEST_SLUG)],
    locale: Language = None,
) -> Response:
    """A published page. A slug it had before answers 301."""
    found = await service.page(shop, page_slug)
    if found is None:
        raise PageNotFound
    if found.moved_to is not None:
        return moved(request, found.moved_to)
    body = found.body
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.pages_in(shop, body, spoken)
    return keep(request, shop, (tags.pages(shop.store.id),), body)


@routes.get(
    "/redirect",
    response_model=Reply[PublicRedirectOut],
    responses={**errors(StoreNotFound, StorePaused, RedirectNotFound), **UNCHANGED},
)
async def redirect(
    request: Request, shop: Shop, path: Annotated[Text, Query(min_length=1, max_length=1000)]
) -> Response:
    """Where a path of the shop leads now: by a redirect of the merchant's, or because what stood
    there has another address. A path where a page stands leads nowhere: 404."""
    body = await service.redirect(shop, path)
    if body is None:
        raise RedirectNotFound
    return respond(request.scope, body, etag_of(body))


@routes.get(
    "/filters",
    response_model=Reply[FiltersOut],
    responses={**CLOSED, **errors(CurrencyNotOffered, ExchangeRateStale, LocaleNotOffered)},
)
async def filters(
    request: Request,
    shop: Shop,
    category: Slug = None,
    search: Search = None,
    collection: Slug = None,
    currency: Currency = None,
    locale: Language = None,
) -> Response:
    """The filters of the product list, with how many products each value leaves."""
    body = await service.filters(shop, category, search, collection)
    another = foreign(shop, currency)
    if another is not None:
        body = await presenting.filters_in(shop, body, another)
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.filters_in(shop, body, spoken)
    made_from: tuple[str, ...] = (tags.products(shop.store.id), tags.categories(shop.store.id))
    if collection is not None:
        made_from += (tags.collections(shop.store.id),)
    return keep(request, shop, made_from, body)


@routes.get(
    "/categories", response_model=Reply[list[PublicCategoryOut]], responses={**CLOSED, **SPOKEN}
)
async def categories(request: Request, shop: Shop, locale: Language = None) -> Response:
    """The shop's categories, siblings in their order."""
    body = await service.categories(shop)
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.categories_in(shop, body, spoken)
    made_from = (tags.products(shop.store.id), tags.categories(shop.store.id))
    return keep(request, shop, made_from, body)


@routes.get(
    "/collections",
    response_model=Reply[list[PublicCollectionOut]],
    responses={**CLOSED, **SPOKEN},
)
async def collections(request: Request, shop: Shop, locale: Language = None) -> Response:
    """The shop's published collections, by title in its own language."""
    body = await service.collections(shop)
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.collections_in(shop, body, spoken)
    made_from = (tags.products(shop.store.id), tags.collections(shop.store.id))
    return keep(request, shop, made_from, body)


@routes.get(
    "/collections/{collection_slug}",
    response_model=Reply[PublicCollectionOut],
    responses={
        **errors(StoreNotFound, StorePaused, CollectionNotFound, LocaleNotOffered),
        **UNCHANGED,
        301: {"description": "The collection has another slug now: see Location."},
    },
)
async def collection(
    request: Request,
    shop: Shop,
    collection_slug: Annotated[Text, PathParam(max_length=LONGEST_SLUG)],
    locale: Language = None,
) -> Response:
    """A published collection. A slug it had before answers 301."""
    found = await service.collection(shop, collection_slug)
    if found is None:
        raise CollectionNotFound
    if found.moved_to is not None:
        return moved(request, found.moved_to)
    body = found.body
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.collections_in(shop, body, spoken)
    made_from = (tags.products(shop.store.id), tags.collections(shop.store.id))
    return keep(request, shop, made_from, body)


@routes.get("/sitemap", response_model=Reply[list[SitemapEntryOut]], responses=CLOSED)
async def sitemap(request: Request, shop: Shop) -> Response:
    """Every public address of the shop, as paths."""
    body = await service.sitemap(shop)
    store_id = shop.store.id
    made_from = (
        tags.products(store_id),
        tags.categories(store_id),
        tags.collections(store_id),
        tags.pages(store_id),
        tags.blog(store_id),
    )
    return keep(request, shop, made_from, body)
