"""HTTP of bulk edits."""

from uuid import UUID

from commerce.catalog.bulk import service
from commerce.catalog.bulk.kinds import ItemState
from commerce.catalog.bulk.models import BulkEdit
from commerce.catalog.bulk.schemas import BulkEditIn, BulkEditOut, BulkItemOut, BulkPreviewOut
from commerce.catalog.errors import (
    BulkEditNotFound,
    BulkEditRunning,
    CannotUndo,
    TooManyBulkEdits,
)
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("bulk_edits", "/stores/{store_id}/bulk-edits")


@routes.get("")
async def list(context: StoreViewer, page: PageDep) -> ListReply[BulkEditOut]:  # noqa: A001 - operation id
    """The store's bulk edits, newest first; kept for 30 days."""
    rows, total = await service.page(
        context.session, context.store, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post("/preview")
async def preview(context: StoreStaff, body: BulkEditIn) -> Reply[BulkPreviewOut]:
    """A dry run: how many products are meant, and the first hundred as they would be."""
    return ok(await service.preview(context.kernel, context.session, context.store, body))


@routes.post("", status_code=202, responses=errors(TooManyBulkEdits))
async def create(context: StoreStaff, body: BulkEditIn) -> Reply[BulkEditOut]:
    """Change products in batches of 500. Poll the edit for its progress."""
    job = await service.create(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await _shown(context, job))


@routes.get("/{bulk_edit_id}", responses=errors(BulkEditNotFound))
async def get(context: StoreViewer, bulk_edit_id: UUID) -> Reply[BulkEditOut]:
    """A bulk edit and how far it is."""
    return ok(
        await _shown(context, await service.get(context.session, context.store, bulk_edit_id))
    )


@routes.get("/{bulk_edit_id}/items", responses=errors(BulkEditNotFound))
async def items(
    context: StoreViewer, page: PageDep, bulk_edit_id: UUID, state: ItemState | None = None
) -> ListReply[BulkItemOut]:
    """Its products, with what changed of each."""
    rows, total = await service.items(
        context.session,
        context.store,
        bulk_edit_id,
        state,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post(
    "/{bulk_edit_id}/undo",
    status_code=202,
    responses=errors(BulkEditNotFound, BulkEditRunning, CannotUndo),
)
async def undo(context: StoreStaff, bulk_edit_id: UUID) -> Reply[BulkEditOut]:
    """Put back what the edit changed, for 30 days. What somebody changed since stays, and is
    named."""
    job = await service.undo(
        context.kernel, context.session, context.store, bulk_edit_id, actor=context.actor
    )
    return ok(await _shown(context, job))


@routes.post(
    "/{bulk_edit_id}/resume",
    status_code=202,
    responses=errors(BulkEditNotFound, BulkEditRunning),
)
async def resume(context: StoreStaff, bulk_edit_id: UUID) -> Reply[BulkEditOut]:
    """Go on with an edit that stopped on the way."""
    job = await service.resume(
        context.kernel, context.session, context.store, bulk_edit_id, actor=context.actor
    )
    return ok(await _shown(context, job))


async def _shown(context: StoreViewer, job: BulkEdit) -> BulkEditOut:
    [shown] = await service.to_out(context.session, [job])
    return shown
