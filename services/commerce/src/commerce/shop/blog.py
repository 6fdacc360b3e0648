"""The public reads of the blog: each is one SQL function in one round trip."""

from commerce.catalog.media.storage import public_prefix
from commerce.content.blog.schemas import BlogListIn
from commerce.shop.service import ProductReply
from commerce.stores.contexts import ShopContext
from ecomm_core import clock


async def posts(shop: ShopContext, query: BlogListIn) -> bytes:
    """One page of the posts that are shown now."""
    body: str = await shop.kernel.database.read(
        "public_blog",
        shop.store.tenant_id,
        shop.store.id,
        clock.now(),
        public_prefix(shop.kernel),
        query.page,
        query.per_page,
        query.category,
        query.tag,
    )
    return body.encode()


async def categories(shop: ShopContext) -> bytes:
    """The categories with something to read."""
    body: str = await shop.kernel.database.read(
        "public_blog_categories", shop.store.tenant_id, shop.store.id, clock.now()
    )
    return body.encode()


async def post(shop: ShopContext, slug: str) -> ProductReply | None:
    """A post by its slug with the products in it, or where it moved; None for one that is unknown
    or not shown yet."""
    found: str | None = await shop.kernel.database.read(
        "public_blog_post",
        shop.store.tenant_id,
        shop.store.id,
        clock.now(),
        public_prefix(shop.kernel),
        shop.store.currency,
        slug,
    )
    if found is None:
        return None
    if found.startswith(">"):
        return ProductReply(b"", (), found[1:])
    ids, _, body = found.partition("\n")
    return ProductReply(body.encode(), tuple(ids.split(",")) if ids else (), None)
