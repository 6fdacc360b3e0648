"""HTTP of the reviews of a product, as its page shows them."""

from typing import Annotated, Literal

from fastapi import Path as PathParam
from fastapi import Query, Request
from starlette.responses import Response

from commerce import tags
from commerce.reads.reviews import product_totals, published
from commerce.reviews.schemas import PublicReviewsOut
from commerce.reviews.view import histogram_out, public_out, rating_out
from commerce.shop.caching import keep
from commerce.shop.endpoints import LONGEST_SLUG
from commerce.shop.errors import ProductNotFound
from commerce.stores.contexts import Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, Text, ok

routes = router("reviews", "/public/stores/{slug}/products/{product_slug}/reviews")

Sort = Literal["newest", "oldest", "highest", "lowest"]


@routes.get(
    "",
    response_model=Reply[PublicReviewsOut],
    responses={
        **errors(StoreNotFound, StorePaused, ProductNotFound),
        304: {"description": "The caller has it: If-None-Match names this ETag."},
    },
)
async def product_reviews(
    request: Request,
    shop: Shop,
    product_slug: Annotated[Text, PathParam(max_length=LONGEST_SLUG)],
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=50)] = 10,
    sort: Sort = "newest",
    rating: Annotated[int | None, Query(ge=1, le=5, description="Of so many stars alone.")] = None,
    photos: Annotated[bool, Query(description="With pictures alone.")] = False,
) -> Response:
    """Published reviews of a product, with how many stars they gave. Whatever is filtered, rating
    and histogram are of all of them."""
    async with shop.kernel.database.transaction(shop.store.scope) as session:
        totals = await product_totals(session, shop.store.id, product_slug)
        if totals is None:
            raise ProductNotFound
        rows, found = await published(
            session,
            totals["id"],
            sort=sort,
            rating=rating,
            with_photos=photos,
            limit=per_page,
            offset=(page - 1) * per_page,
        )
    body = ok(
        PublicReviewsOut(
            rating=rating_out(totals),
            histogram=histogram_out(totals),
            found=found,
            page=page,
            per_page=per_page,
            reviews=[public_out(shop.kernel, row) for row in rows],
        )
    )
    made_from = (tags.product(shop.store.id, totals["id"]),)
    return keep(request, shop, made_from, body.model_dump_json().encode())
