"""HTTP of imports of suppliers' goods."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from commerce.catalog.errors import (
    ProductNotFound,
    Stale,
)
from commerce.sourcing.goods.errors import AddressUnknown
from commerce.sourcing.imports import service
from commerce.sourcing.imports.errors import GoodsImportNotFound, NotDrafted, NotRetryable
from commerce.sourcing.imports.models import GoodsState
from commerce.sourcing.imports.schemas import (
    CheckCode,
    GoodsDecidedOut,
    GoodsDraftPatch,
    GoodsImportDetail,
    GoodsImportOut,
    GoodsItemOut,
    GoodsItemRow,
    GoodsItemsIn,
    GoodsSettingsIn,
    GoodsSettingsOut,
    GoodsStartedOut,
    GoodsStartIn,
)
from commerce.sourcing.suppliers.errors import AdapterUnknown, SupplierClosed, SupplierNotFound
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import LimitReached

routes = router("goods_imports", "/stores/{store_id}/goods-imports")

States = Annotated[list[GoodsState] | None, Query(max_length=9)]


@routes.post(
    "",
    status_code=201,
    responses=errors(
        SupplierNotFound, SupplierClosed, AddressUnknown, AdapterUnknown, LimitReached
    ),
)
async def start(context: StoreStaff, body: GoodsStartIn) -> Reply[GoodsStartedOut]:
    """Import goods of connected suppliers, by id or address, at most 100 together. Each becomes a
    draft that waits for you. What is on its way already, or in the store, is said and not begun
    again."""
    return ok(
        await service.start(
            context.kernel, context.session, context.store, body.goods, actor=context.actor
        )
    )


@routes.get("")
async def list(context: StoreViewer, page: PageDep) -> ListReply[GoodsImportOut]:  # noqa: A001 - operation id
    """The store's imports of suppliers' goods, the newest first."""
    rows, total = await service.jobs(
        context.session, context.store, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.get("/settings")
async def settings(context: StoreViewer) -> Reply[GoodsSettingsOut]:
    """How the store imports."""
    return ok(await service.settings(context.session, context.store))


@routes.put("/settings")
async def set_settings(context: StoreAdmin, body: GoodsSettingsIn) -> Reply[GoodsSettingsOut]:
    """Say whether imports that pass every check go on sale by themselves."""
    await service.set_settings(
        context.session, context.store, auto_publish=body.auto_publish, actor=context.actor
    )
    return ok(await service.settings(context.session, context.store))


@routes.get("/items")
async def items(
    context: StoreViewer,
    page: PageDep,
    state: States = None,
    import_id: Annotated[UUID | None, Query()] = None,
    supplier_id: Annotated[UUID | None, Query()] = None,
    failing: Annotated[CheckCode | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[GoodsItemRow]:
    """Products on their way, the newest first; `failing` finds those that do not meet a check."""
    rows, total = await service.page(
        context.kernel,
        context.session,
        context.store,
        states=state,
        job_id=import_id,
        supplier_id=supplier_id,
        check=failing,
        search=search,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post("/items/publish")
async def publish(context: StoreStaff, body: GoodsItemsIn) -> Reply[GoodsDecidedOut]:
    """Put drafts on sale. You may overrule a check, but not a missing price."""
    return ok(
        await service.publish(
            context.kernel, context.session, context.store, body.ids, actor=context.actor
        )
    )


@routes.post("/items/dismiss")
async def dismiss(context: StoreStaff, body: GoodsItemsIn) -> Reply[GoodsDecidedOut]:
    """Want these no more: what is on its way stops, drafts are archived. `restore` takes it
    back."""
    return ok(
        await service.dismiss(
            context.kernel, context.session, context.store, body.ids, actor=context.actor
        )
    )


@routes.post("/items/restore")
async def restore(context: StoreStaff, body: GoodsItemsIn) -> Reply[GoodsDecidedOut]:
    """Take a decision back: what was dismissed waits for a look again, and so does what was
    published, off sale."""
    return ok(
        await service.restore(
            context.kernel, context.session, context.store, body.ids, actor=context.actor
        )
    )


@routes.get("/items/{item_id}", responses=errors(GoodsImportNotFound))
async def item(context: StoreViewer, item_id: UUID) -> Reply[GoodsItemOut]:
    """A product on its way, whole: source and draft, where every field is from, every check."""
    return ok(await service.detail(context.kernel, context.session, context.store, item_id))


@routes.patch(
    "/items/{item_id}",
    responses=errors(
        GoodsImportNotFound,
        NotDrafted,
        ProductNotFound,
        Stale,
    ),
)
async def edit(context: StoreStaff, item_id: UUID, body: GoodsDraftPatch) -> Reply[GoodsItemOut]:
    """Change the draft. What you set is kept: price rules leave such a variant alone."""
    await service.edit(
        context.kernel, context.session, context.store, item_id, body, actor=context.actor
    )
    return ok(await service.detail(context.kernel, context.session, context.store, item_id))


@routes.post(
    "/items/{item_id}/retry", status_code=202, responses=errors(GoodsImportNotFound, NotRetryable)
)
async def retry(context: StoreStaff, item_id: UUID) -> Reply[GoodsItemOut]:
    """Try what failed again, from where it stopped; of a draft, ask again for the pictures that
    could not be had."""
    await service.retry(
        context.kernel, context.session, context.store, item_id, actor=context.actor
    )
    return ok(await service.detail(context.kernel, context.session, context.store, item_id))


@routes.get("/{import_id}", responses=errors(GoodsImportNotFound))
async def get(context: StoreViewer, import_id: UUID) -> Reply[GoodsImportDetail]:
    """An import with its first hundred products."""
    return ok(await service.job(context.kernel, context.session, context.store, import_id))
