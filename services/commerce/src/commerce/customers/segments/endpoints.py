"""HTTP of segments."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from commerce.customers.errors import (
    CustomerNotFound,
    SegmentByRules,
    SegmentNameTaken,
    SegmentNotFound,
    TooManySegments,
)
from commerce.customers.segments import service
from commerce.customers.segments.schemas import (
    SegmentCountOut,
    SegmentIn,
    SegmentOut,
    SegmentPatch,
    SegmentPreviewIn,
)
from commerce.stores.contexts import StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Input, Reply, ok

routes = router("segments", "/stores/{store_id}/segments")

Segments = list[SegmentOut]


class MembersIn(Input):
    """Customers of the store."""

    customer_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]


@routes.get("", responses=errors(StoreNotFound))
async def list(context: StoreViewer) -> Reply[Segments]:  # noqa: A001 - operation id
    """The store's segments with how many customers are in each now."""
    return ok(await service.list_segments(context.session, context.store_id))


@routes.post(
    "", status_code=201, responses=errors(StoreNotFound, SegmentNameTaken, TooManySegments)
)
async def create(context: StoreStaff, body: SegmentIn) -> Reply[SegmentOut]:
    """Make a segment: by up to 60 conditions of which all or any hold, or manual."""
    return ok(await service.create(context, body))


@routes.post("/preview", responses=errors(StoreNotFound))
async def preview(context: StoreStaff, body: SegmentPreviewIn) -> Reply[SegmentCountOut]:
    """How many customers would be in a segment of these conditions; nothing is written."""
    return ok(await service.preview(context.session, context.store_id, body))


@routes.get("/{segment_id}", responses=errors(StoreNotFound, SegmentNotFound))
async def get(context: StoreViewer, segment_id: UUID) -> Reply[SegmentOut]:
    """One segment. Its customers: the customer list with `segment_id`."""
    return ok(await service.get(context.session, context.store_id, segment_id))


@routes.patch("/{segment_id}", responses=errors(StoreNotFound, SegmentNotFound, SegmentNameTaken))
async def update(context: StoreStaff, segment_id: UUID, body: SegmentPatch) -> Reply[SegmentOut]:
    """Change a segment's name or conditions; who is in it follows at once."""
    return ok(await service.update(context, segment_id, body))


@routes.delete("/{segment_id}", responses=errors(StoreNotFound, SegmentNotFound))
async def delete(context: StoreStaff, segment_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a segment; its customers stay."""
    await service.delete(context, segment_id)
    return ok({})


@routes.post(
    "/{segment_id}/customers",
    responses=errors(StoreNotFound, SegmentNotFound, CustomerNotFound, SegmentByRules),
)
async def add_customers(
    context: StoreStaff, segment_id: UUID, body: MembersIn
) -> Reply[SegmentOut]:
    """Put customers into a manual segment."""
    return ok(await service.add(context, segment_id, body.customer_ids))


@routes.post(
    "/{segment_id}/customers/remove",
    responses=errors(StoreNotFound, SegmentNotFound, SegmentByRules),
)
async def remove_customers(
    context: StoreStaff, segment_id: UUID, body: MembersIn
) -> Reply[SegmentOut]:
    """Take customers out of a manual segment."""
    return ok(await service.remove(context, segment_id, body.customer_ids))
