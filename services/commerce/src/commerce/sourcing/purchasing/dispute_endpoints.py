"""HTTP of complaints at suppliers; they are opened at the purchase order they are about."""

from typing import Literal
from uuid import UUID

from commerce.reads.purchase_disputes import list_disputes, load_dispute
from commerce.sourcing.purchasing import disputing
from commerce.sourcing.purchasing.errors import DisputeNotFound
from commerce.sourcing.purchasing.schemas import PurchaseDisputeOut
from commerce.stores.contexts import StoreContext, StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.states import IllegalTransition

routes = router("purchase_disputes", "/stores/{store_id}/purchase-disputes")

DisputeView = Literal["all", "open", "ended"]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer, page: PageDep, view: DisputeView = "all"
) -> ListReply[PurchaseDisputeOut]:
    """The store's complaints at its suppliers, newest first. `view`: open or ended ones."""
    rows, total = await list_disputes(
        context.session, context.store_id, view, offset=page.offset, limit=page.per_page
    )
    return page_of([PurchaseDisputeOut(**row) for row in rows], page.info(total))


@routes.get("/{dispute_id}", responses=errors(DisputeNotFound))
async def get(context: StoreViewer, dispute_id: UUID) -> Reply[PurchaseDisputeOut]:
    """A complaint, and what came of it."""
    return ok(await complaint(context, dispute_id))


@routes.post("/{dispute_id}/withdraw", responses=errors(DisputeNotFound, IllegalTransition))
async def withdraw(context: StoreStaff, dispute_id: UUID) -> Reply[PurchaseDisputeOut]:
    """Take a complaint back: at once where it was not sent, at the supplier where it was."""
    await disputing.withdraw_dispute(context, dispute_id)
    return ok(await complaint(context, dispute_id))


async def complaint(context: StoreContext, dispute_id: UUID) -> PurchaseDisputeOut:
    """A complaint as it is shown. Raises DisputeNotFound (404)."""
    row = await load_dispute(context.session, context.store_id, dispute_id)
    if row is None:
        raise DisputeNotFound
    return PurchaseDisputeOut(**row)
