"""HTTP of product exports."""

from uuid import UUID

from starlette.responses import Response, StreamingResponse

from commerce.exports import service
from commerce.exports.errors import ExportNotFound, ExportNotReady, TooManyExports
from commerce.exports.schemas import ExportIn, ExportOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("exports", "/stores/{store_id}/exports")


@routes.get("")
async def list(context: StoreViewer, page: PageDep) -> ListReply[ExportOut]:  # noqa: A001 - operation id
    """The store's product exports, newest first; kept for seven days."""
    rows, total = await service.page(
        context.session, context.store, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post("", status_code=202, responses=errors(TooManyExports))
async def create(context: StoreStaff, body: ExportIn) -> Reply[ExportOut]:
    """Write the products into a CSV file. Poll the export for its progress."""
    job = await service.create(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(service.to_out(job))


@routes.get("/{export_id}", responses=errors(ExportNotFound))
async def get(context: StoreViewer, export_id: UUID) -> Reply[ExportOut]:
    """An export and how far it is."""
    return ok(service.to_out(await service.get(context.session, context.store, export_id)))


@routes.get(
    "/{export_id}/file.csv",
    name="file_csv",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The file"},
        **errors(ExportNotFound, ExportNotReady),
    },
)
async def file(context: StoreStaff, export_id: UUID) -> Response:
    """The finished file, safe to open in a spreadsheet; costs are in it."""
    stream = await service.file_of(context.kernel, context.session, context.store, export_id)
    return StreamingResponse(
        stream,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="products-{export_id}.csv"'},
    )
