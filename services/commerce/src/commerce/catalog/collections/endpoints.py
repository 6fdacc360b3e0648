"""HTTP of collections."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from commerce.catalog.collections import contents, service, sheet
from commerce.catalog.collections.schemas import (
    CollectionIn,
    CollectionOut,
    CollectionPatch,
    CollectionProductOut,
    CollectionProductsIn,
    CollectionRow,
    PreviewIn,
    PreviewOut,
)
from commerce.catalog.errors import (
    CollectionFull,
    CollectionNotFound,
    MediaNotFound,
    NotByHand,
    SlugTaken,
    TooManyCollections,
)
from commerce.catalog.kinds import CollectionKind
from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.api.sheets import SheetIn, SheetOut

routes = router("collections", "/stores/{store_id}/collections")


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text, Query(max_length=200)] | None = None,
    kind: CollectionKind | None = None,
    published: bool | None = None,
    sort: service.ListSort = service.ListSort.TITLE,
) -> ListReply[CollectionRow]:
    """The store's collections."""
    rows, total = await service.list_collections(
        context.kernel,
        context.session,
        context.store,
        service.CollectionQuery(search, kind, published, sort),
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post("", status_code=201, responses=errors(MediaNotFound, SlugTaken, TooManyCollections))
async def create(context: StoreStaff, body: CollectionIn) -> Reply[CollectionOut]:
    """Make a collection. A smart one is `pending` until its products are worked out."""
    made = await service.create_collection(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await service.collection_out(context.kernel, context.session, context.store, made.id))


@routes.post("/preview")
async def preview(context: StoreStaff, body: PreviewIn) -> Reply[PreviewOut]:
    """How many products meet conditions now, and the newest of them; nothing is kept."""
    return ok(await contents.preview(context.kernel, context.session, context.store, body))


@routes.get("/export", response_class=Response, responses=CSV)
async def export_csv(context: StoreViewer) -> Response:
    """Every collection as a CSV file that the import takes back."""
    return csv_reply("collections", await sheet.export(context.session, context.store))


@routes.post("/import")
async def import_csv(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Make and change collections from a CSV file, all or nothing; a dry run unless told
    otherwise. Lines are found again by id, else by slug."""
    taken = await sheet.take(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(taken)


@routes.get("/{collection_id}", responses=errors(CollectionNotFound))
async def get(context: StoreViewer, collection_id: UUID) -> Reply[CollectionOut]:
    """A collection with its rules."""
    return ok(
        await service.collection_out(context.kernel, context.session, context.store, collection_id)
    )


@routes.patch("/{collection_id}", responses=errors(CollectionNotFound, MediaNotFound, SlugTaken))
async def update(
    context: StoreStaff, collection_id: UUID, body: CollectionPatch
) -> Reply[CollectionOut]:
    """Change a collection; another slug leaves a redirect."""
    await service.update_collection(
        context.kernel, context.session, context.store, collection_id, body, actor=context.actor
    )
    return ok(
        await service.collection_out(context.kernel, context.session, context.store, collection_id)
    )


@routes.delete("/{collection_id}", responses=errors(CollectionNotFound))
async def delete(context: StoreStaff, collection_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a collection; its products stay."""
    await service.delete_collection(
        context.kernel, context.session, context.store, collection_id, actor=context.actor
    )
    return ok({})


@routes.get("/{collection_id}/products", responses=errors(CollectionNotFound))
async def products(
    context: StoreViewer, page: PageDep, collection_id: UUID
) -> ListReply[CollectionProductOut]:
    """The collection's products in its order, archived ones aside."""
    rows, total = await contents.products_of(
        context.kernel,
        context.session,
        context.store,
        collection_id,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.put("/{collection_id}/products", responses=errors(CollectionNotFound, NotByHand))
async def arrange_products(
    context: StoreStaff, collection_id: UUID, body: CollectionProductsIn
) -> Reply[CollectionOut]:
    """Make these the products, in this order; those left out leave."""
    await contents.arrange_products(
        context.kernel,
        context.session,
        context.store,
        collection_id,
        body.product_ids,
        actor=context.actor,
    )
    return ok(
        await service.collection_out(context.kernel, context.session, context.store, collection_id)
    )


@routes.post(
    "/{collection_id}/products/add", responses=errors(CollectionNotFound, NotByHand, CollectionFull)
)
async def add_products(
    context: StoreStaff, collection_id: UUID, body: CollectionProductsIn
) -> Reply[CollectionOut]:
    """Put products at the end."""
    await contents.add_products(
        context.kernel,
        context.session,
        context.store,
        collection_id,
        body.product_ids,
        actor=context.actor,
    )
    return ok(
        await service.collection_out(context.kernel, context.session, context.store, collection_id)
    )


@routes.post("/{collection_id}/products/remove", responses=errors(CollectionNotFound, NotByHand))
async def remove_products(
    context: StoreStaff, collection_id: UUID, body: CollectionProductsIn
) -> Reply[CollectionOut]:
    """Take products out; they stay in the store."""
    await contents.remove_products(
        context.kernel,
        context.session,
        context.store,
        collection_id,
        body.product_ids,
        actor=context.actor,
    )
    return ok(
        await service.collection_out(context.kernel, context.session, context.store, collection_id)
    )
