"""HTTP of the public blog. Replies are prebuilt bytes; the models are their documentation."""

from typing import Annotated

from fastapi import Path as PathParam
from fastapi import Query, Request
from starlette.responses import Response

from commerce import tags
from commerce.content.blog.errors import PostNotFound
from commerce.content.blog.schemas import BlogListIn, PublicBlogCategoryOut, PublicPostRowOut
from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from commerce.shop import blog, presenting, speaking
from commerce.shop.blog_schemas import PublicPostOut
from commerce.shop.caching import keep
from commerce.shop.endpoints import (
    CLOSED,
    LONGEST_SLUG,
    UNCHANGED,
    Currency,
    Language,
    foreign,
    moved,
)
from commerce.stores.contexts import Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from commerce.translations.errors import LocaleNotOffered
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text

routes = router("public", "/public/stores/{slug}")


@routes.get("/blog", response_model=ListReply[PublicPostRowOut], responses=CLOSED)
async def posts(request: Request, shop: Shop, query: Annotated[BlogListIn, Query()]) -> Response:
    """One page of the blog, the latest post first; of a category or a tag where asked."""
    body = await blog.posts(shop, query)
    return keep(request, shop, (tags.blog(shop.store.id),), body)


@routes.get("/blog-categories", response_model=Reply[list[PublicBlogCategoryOut]], responses=CLOSED)
async def blog_categories(request: Request, shop: Shop) -> Response:
    """The blog's categories that have something to read, by name."""
    body = await blog.categories(shop)
    return keep(request, shop, (tags.blog(shop.store.id),), body)


@routes.get(
    "/blog/{post_slug}",
    response_model=Reply[PublicPostOut],
    responses={
        **errors(
            StoreNotFound,
            StorePaused,
            PostNotFound,
            CurrencyNotOffered,
            ExchangeRateStale,
            LocaleNotOffered,
        ),
        **UNCHANGED,
        301: {"description": "The post has another slug now: see Location."},
    },
)
async def post(
    request: Request,
    shop: Shop,
    post_slug: Annotated[Text, PathParam(max_length=LONGEST_SLUG)],
    currency: Currency = None,
    locale: Language = None,
) -> Response:
    """A published post, in the language it was written in; the products in it in the asked currency
    and language. A slug it had before answers 301."""
    found = await blog.post(shop, post_slug)
    if found is None:
        raise PostNotFound
    if found.moved_to is not None:
        return moved(request, found.moved_to)
    body = found.body
    another = foreign(shop, currency)
    if another is not None:
        body = await presenting.post_in(shop, body, another)
    spoken = speaking.another(shop, locale)
    if spoken is not None:
        body = await speaking.post_in(shop, body, spoken)
    made_from = (tags.product(shop.store.id, made) for made in found.product_ids)
    return keep(request, shop, (tags.blog(shop.store.id), *made_from), body)
