"""HTTP of the public catalogue. Replies are prebuilt bytes; the models are their documentation."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path as PathParam
from fastapi import Query, Request
from starlette.responses import Response

from commerce import tags
from commerce.reads import shop as reads
from commerce.reads.caching import CACHE_CONTROL, keep
from commerce.reads.errors import ProductNotFound
from commerce.reads.schemas import (
    FiltersOut,
    ProductCardOut,
    ProductListIn,
    PublicCategoryOut,
    PublicProductOut,
    PublicStoreOut,
    SitemapEntryOut,
)
from commerce.stores.contexts import FreshShop, Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from commerce.themes.schemas import ThemeOut
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text

routes = router("public", "/public/stores/{slug}")

CLOSED = errors(StoreNotFound, StorePaused)

Search = Annotated[Text | None, Query(max_length=200)]
Slug = Annotated[Text | None, Query(max_length=200)]


@routes.get("", response_model=Reply[PublicStoreOut], responses=CLOSED)
async def store(request: Request, shop: FreshShop) -> Response:
    """The shop: name, currency, where it ships, whether it takes orders, its theme."""
    body = await reads.store(shop)
    if body is None:
        raise StoreNotFound
    return keep(request, shop, (), body)


@routes.get("/theme", response_model=Reply[ThemeOut], responses=CLOSED)
async def theme(request: Request, shop: Shop) -> Response:
    """The shop's published theme."""
    body = await reads.theme(shop)
    if body is None:
        raise StoreNotFound
    return keep(request, shop, (), body)


@routes.get("/products", response_model=ListReply[ProductCardOut], responses=CLOSED)
async def products(
    request: Request, shop: Shop, query: Annotated[ProductListIn, Query()]
) -> Response:
    """One page of the published products."""
    body = await reads.products(shop, query)
    return keep(request, shop, (tags.products(shop.store.id),), body)


@routes.get(
    "/products/{product_slug}",
    response_model=Reply[PublicProductOut],
    responses={
        **errors(StoreNotFound, StorePaused, ProductNotFound),
        301: {"description": "The product has another slug now: see Location."},
    },
)
async def product(
    request: Request,
    shop: Shop,
    product_slug: Annotated[Text, PathParam(max_length=255)],
) -> Response:
    """A published product with its variants. A slug it had before answers 301."""
    found = await reads.product(shop, product_slug)
    if found is None:
        raise ProductNotFound
    if found.moved_to is not None:
        parent = request.url.path.rpartition("/")[0]
        location = f"{parent}/{quote(found.moved_to)}"
        headers = {"location": location, "cache-control": CACHE_CONTROL}
        return Response(status_code=301, headers=headers)
    made_from = tuple(tags.product(shop.store.id, made) for made in found.product_ids)
    return keep(request, shop, made_from, found.body)


@routes.get("/filters", response_model=Reply[FiltersOut], responses=CLOSED)
async def filters(
    request: Request, shop: Shop, category: Slug = None, search: Search = None
) -> Response:
    """The filters of the product list, with how many products each value leaves."""
    body = await reads.filters(shop, category, search)
    made_from = (tags.products(shop.store.id), tags.categories(shop.store.id))
    return keep(request, shop, made_from, body)


@routes.get("/categories", response_model=Reply[list[PublicCategoryOut]], responses=CLOSED)
async def categories(request: Request, shop: Shop) -> Response:
    """The shop's categories, siblings in their order."""
    body = await reads.categories(shop)
    made_from = (tags.products(shop.store.id), tags.categories(shop.store.id))
    return keep(request, shop, made_from, body)


@routes.get("/sitemap", response_model=Reply[list[SitemapEntryOut]], responses=CLOSED)
async def sitemap(request: Request, shop: Shop) -> Response:
    """Every public address of the shop, as paths."""
    body = await reads.sitemap(shop)
    made_from = (tags.products(shop.store.id), tags.categories(shop.store.id))
    return keep(request, shop, made_from, body)
