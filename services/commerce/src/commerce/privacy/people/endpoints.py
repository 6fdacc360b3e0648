"""HTTP of one's own data: a copy at once, or a file. Deleting the account is a flow."""

from uuid import UUID

from starlette.responses import Response, StreamingResponse

from commerce.catalog.media.storage import storage_of
from commerce.privacy.errors import CopyNotReady
from commerce.privacy.people import service
from commerce.privacy.people.errors import OwnRequestNotFound
from commerce.privacy.people.schemas import OwnCopyOut, OwnRequestOut
from ecomm_core.api.auth import Oneself
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.rates import Rate

routes = router("auth", "/auth/me")


@routes.get("/export")
@rated(Rate.SESSION)
async def export_me(context: Oneself) -> Reply[OwnCopyOut]:
    """Everything that is kept of the caller, by table, in every business they belong to: account,
    log-ins, keys they made, what they did, what they were told. At most 500 rows of each table;
    a table that has more says so, and the file of `POST /auth/me/data-requests` has them all."""
    return ok(await service.at_once(context.session, context.tenant_id, context.claims.subject))


@routes.post("/data-requests", status_code=202)
@rated(Rate.SIGN_IN)
async def ask_own_copy(context: Oneself) -> Reply[OwnRequestOut]:
    """Have a file written of everything that is kept of the caller. Asked again while it is being
    written, it is the same. Poll the list for its receipt."""
    request = await service.ask_copy(
        context.kernel, context.session, context.tenant_id, context.claims.subject
    )
    return ok(service.to_out(request))


@routes.get("/data-requests")
async def list_own_requests(context: Oneself, page: PageDep) -> ListReply[OwnRequestOut]:
    """What the caller asked of their data, and the receipts, newest first."""
    rows, total = await service.page(
        context.session, context.claims.subject, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.get(
    "/data-requests/{request_id}/copy.json",
    name="own_copy_json",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {"schema": {"type": "object"}}},
            "description": "Everything that is kept of the caller",
        },
        **errors(OwnRequestNotFound, CopyNotReady),
    },
)
async def own_copy(context: Oneself, request_id: UUID) -> Response:
    """The file, for 14 days."""
    found = await service.get(context.session, context.claims.subject, request_id)
    if service.file_until(found) is None:
        raise CopyNotReady
    stored = await storage_of(context.kernel).get(service.key_of(found.id))
    return StreamingResponse(
        stored.stream(),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="my-data-{found.id}.json"'},
    )
