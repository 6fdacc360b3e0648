"""HTTP of requests about personal data, and of the register."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response, StreamingResponse

from commerce.catalog.media.storage import storage_of
from commerce.customers.errors import CustomerNotFound
from commerce.customers.people import service as people
from commerce.privacy import service
from commerce.privacy.errors import CopyNotReady, RequestNotFound
from commerce.privacy.models import RequestKind, RequestState
from commerce.privacy.schemas import DataRequestOut, ErasurePreviewOut, RegisterEntry
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("privacy", "/stores/{store_id}/privacy")

Entries = list[RegisterEntry]


@routes.get("/requests", responses=errors(StoreNotFound))
async def list_requests(
    context: StoreStaff,
    page: PageDep,
    kind: Annotated[RequestKind | None, Query(description="Copies or erasures only.")] = None,
    state: Annotated[RequestState | None, Query(description="In this state only.")] = None,
) -> ListReply[DataRequestOut]:
    """Requests about personal data and their receipts, newest first."""
    rows, total = await service.page(
        context.session,
        context.store_id,
        kind=kind,
        state=state,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.get("/requests/{request_id}", responses=errors(StoreNotFound, RequestNotFound))
async def get_request(context: StoreStaff, request_id: UUID) -> Reply[DataRequestOut]:
    """A request with its receipt."""
    found = await service.get(context.session, context.store_id, request_id)
    return ok(service.to_out(found))


@routes.get(
    "/requests/{request_id}/copy.json",
    name="copy_json",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {"schema": {"type": "object"}}},
            "description": "Everything that is kept of the person",
        },
        **errors(StoreNotFound, RequestNotFound, CopyNotReady),
    },
)
async def copy(context: StoreAdmin, request_id: UUID) -> Response:
    """The copy: what is kept of the person, by table, as JSON. For 14 days."""
    found = await service.get(context.session, context.store_id, request_id)
    if service.file_until(found) is None:
        raise CopyNotReady
    stored = await storage_of(context.kernel).get(service.key_of(found.id))
    return StreamingResponse(
        stored.stream(),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="personal-data-{found.id}.json"'},
    )


@routes.get("/customers/{customer_id}", responses=errors(StoreNotFound, CustomerNotFound))
async def preview(context: StoreStaff, customer_id: UUID) -> Reply[ErasurePreviewOut]:
    """What is kept of a customer, and what erasing them would do about it. Nothing is written."""
    account = await people.account_of(context.session, context.store_id, customer_id)
    return ok(await service.preview(context.session, context.store_id, account))


@routes.get("/register", responses=errors(StoreNotFound))
async def register(context: StoreViewer) -> Reply[Entries]:
    """The register of processing: what personal data is kept, where, why, how long, and who
    receives it."""
    del context
    return ok(service.register())
