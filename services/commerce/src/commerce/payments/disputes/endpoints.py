"""HTTP of disputes."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from commerce.payments.disputes import service
from commerce.payments.disputes.errors import DisputeNotFound, EvidenceClosed
from commerce.payments.disputes.schemas import DisputeOut, DisputeRow, EvidenceIn
from commerce.payments.disputes.view import dispute_out, row_out
from commerce.reads.disputes import list_disputes, load_dispute
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("disputes", "/stores/{store_id}/disputes")

Wanted = Literal["open", "closed", "needs_response", "under_review", "won", "lost"]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    status: Annotated[Wanted | None, Query()] = None,
    order_id: Annotated[UUID | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[DisputeRow]:
    """The store's disputes: those that want your answer first, then the newest. `search` finds an
    e-mail address, an order number or the provider's reference."""
    rows, total = await list_disputes(
        context.session,
        context.store_id,
        status=status,
        order_id=order_id,
        search=search,
        limit=page.per_page,
        offset=page.offset,
    )
    return page_of([row_out(row) for row in rows], page.info(total))


@routes.get("/{dispute_id}", responses=errors(DisputeNotFound))
async def get(context: StoreViewer, dispute_id: UUID) -> Reply[DisputeOut]:
    """One dispute, with your answer or one to start from."""
    row = await load_dispute(context.session, context.store_id, dispute_id)
    if row is None:
        raise DisputeNotFound
    return ok(dispute_out(row))


@routes.post(
    "/{dispute_id}/evidence", status_code=202, responses=errors(DisputeNotFound, EvidenceClosed)
)
async def answer(context: StoreStaff, dispute_id: UUID, body: EvidenceIn) -> Reply[DisputeOut]:
    """Send your evidence to the bank, once, for good. `evidence.state` says when it is there."""
    await service.answer(
        context.kernel,
        context.session,
        store_id=context.store_id,
        dispute_id=dispute_id,
        body=body,
        actor=context.actor,
        now=clock.now(),
    )
    row = await load_dispute(context.session, context.store_id, dispute_id)
    if row is None:
        raise DisputeNotFound
    return ok(dispute_out(row))
