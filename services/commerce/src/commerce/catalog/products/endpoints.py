"""HTTP of products."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.catalog.errors import (
    NotArchived,
    ProductNotFound,
    SkuTaken,
    SlugTaken,
    Stale,
)
from commerce.catalog.products.create import create_product
from commerce.catalog.products.purge import purge_product
from commerce.catalog.products.reading import product_out
from commerce.catalog.products.status import archive_product, set_bulk_status
from commerce.catalog.products.table import (
    ProductQuery,
    ProductSort,
    StockFilter,
    list_products,
    tags_in_use,
)
from commerce.catalog.products.update import update_product
from commerce.catalog.schemas import (
    BulkStatusIn,
    BulkStatusOut,
    ProductIn,
    ProductOut,
    ProductPatch,
    ProductRow,
    ProductStatus,
    TagOut,
)
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import LimitReached

routes = router("products", "/stores/{store_id}")

SearchText = Annotated[Text, Query(max_length=200)]
Tags = list[TagOut]


@routes.post("/products", status_code=201, responses=errors(SlugTaken, SkuTaken, LimitReached))
async def create(context: StoreStaff, body: ProductIn) -> Reply[ProductOut]:
    """Make a product with its options, variants and stock."""
    product = await create_product(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(
        await product_out(context.kernel, context.session, context.store, product.id, clock.now())
    )


@routes.get("/products")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: SearchText | None = None,
    status: ProductStatus | None = None,
    vendor: Annotated[Text, Query(max_length=120)] | None = None,
    tag: Annotated[Text, Query(max_length=60)] | None = None,
    category_id: UUID | None = None,
    stock: StockFilter | None = None,
    sort: ProductSort = ProductSort.UPDATED_DESC,
) -> ListReply[ProductRow]:
    """The product table. An exact SKU comes first; archived ones only where asked for."""
    rows, total = await list_products(
        context.kernel,
        context.session,
        context.store,
        ProductQuery(search, status, vendor, tag, category_id, stock, sort),
        offset=page.offset,
        limit=page.per_page,
        now=clock.now(),
    )
    return page_of(rows, page.info(total))


@routes.post("/products/bulk-status")
async def bulk_status(context: StoreStaff, body: BulkStatusIn) -> Reply[BulkStatusOut]:
    """One status for up to 500 products; `previous` undoes it."""
    return ok(
        await set_bulk_status(
            context.kernel,
            context.session,
            context.store,
            body.ids,
            body.status,
            actor=context.actor,
        )
    )


@routes.get("/products/{product_id}", responses=errors(ProductNotFound))
async def get(context: StoreViewer, product_id: UUID) -> Reply[ProductOut]:
    """A product, whole."""
    return ok(
        await product_out(context.kernel, context.session, context.store, product_id, clock.now())
    )


@routes.patch(
    "/products/{product_id}", responses=errors(ProductNotFound, SlugTaken, SkuTaken, Stale)
)
async def update(context: StoreStaff, product_id: UUID, body: ProductPatch) -> Reply[ProductOut]:
    """Change a product; options and variants are compared, and keep their ids."""
    await update_product(
        context.kernel, context.session, context.store, product_id, body, actor=context.actor
    )
    return ok(
        await product_out(context.kernel, context.session, context.store, product_id, clock.now())
    )


@routes.delete("/products/{product_id}", responses=errors(ProductNotFound))
async def archive(context: StoreStaff, product_id: UUID) -> Reply[dict[str, Any]]:
    """Archive a product: hidden from the shop, restored by a status change."""
    await archive_product(
        context.kernel, context.session, context.store, product_id, actor=context.actor
    )
    return ok({})


@routes.post("/products/{product_id}/purge", responses=errors(ProductNotFound, NotArchived))
async def purge(context: StoreAdmin, product_id: UUID) -> Reply[dict[str, Any]]:
    """Let an archived product go for good: its SKUs and address are free again. Orders keep what
    they show of it."""
    await purge_product(
        context.kernel, context.session, context.store, product_id, actor=context.actor
    )
    return ok({})


@routes.get("/tags")
async def tags(context: StoreViewer) -> Reply[Tags]:
    """Tags in use, the most used first."""
    return ok(await tags_in_use(context.session, context.store_id))
