"""HTTP of what a person decides about an order that its fraud check left to them."""

from uuid import UUID

from commerce.flows.cancel_order import cancel_order
from commerce.flows.decide_fraud import order_of, settle_check, waiting_check
from commerce.flows.hold_order import release_order
from commerce.fraud.errors import CheckNotFound, NothingToDecide
from commerce.fraud.schemas import FraudBulkIn, FraudCheckOut, FraudDecisionIn
from commerce.fraud.service import Decision
from commerce.fraud.view import check_out
from commerce.orders import service as orders
from commerce.orders.edit_schemas import BulkResult
from commerce.orders.errors import AlreadyShipped
from commerce.orders.schemas import CancelIn
from commerce.orders.service import OrderStatus
from commerce.reads.fraud_table import load_check
from commerce.stores.contexts import StoreContext, StoreStaff
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import AppError
from ecomm_core.states import IllegalTransition

routes = router("fraud", "/stores/{store_id}/fraud/checks")


@routes.post("/bulk", responses=errors(StoreNotFound))
async def bulk(context: StoreStaff, body: FraudBulkIn) -> Reply[list[BulkResult]]:
    """Approve or reject up to 100 orders at once; the reply says of each how it went, in your
    order."""
    wanted = list(dict.fromkeys(body.ids))
    numbers = await orders.numbers(context.session, context.store_id, wanted)
    results: dict[UUID, BulkResult] = {}
    for order_id in sorted(wanted):
        code, message = None, None
        try:
            async with context.session.begin_nested():
                await (_approve if body.action == "approve" else _reject)(
                    context, order_id, body.note
                )
        except AppError as error:
            code, message = error.code, error.text
        results[order_id] = BulkResult(
            id=order_id,
            number=numbers.get(order_id),
            done=code is None,
            code=code,
            message=message,
        )
    return ok([results[order_id] for order_id in wanted])


@routes.post(
    "/{order_id}/approve",
    responses=errors(StoreNotFound, CheckNotFound, NothingToDecide, IllegalTransition),
)
async def approve(
    context: StoreStaff, order_id: UUID, body: FraudDecisionIn
) -> Reply[FraudCheckOut]:
    """Let the order go on: it comes off hold, and a payment that was only authorised is taken."""
    await _approve(context, order_id, body.note)
    return ok(await _shown(context, order_id))


@routes.post(
    "/{order_id}/reject",
    responses=errors(
        StoreNotFound, CheckNotFound, NothingToDecide, AlreadyShipped, IllegalTransition
    ),
)
async def reject(
    context: StoreStaff, order_id: UUID, body: FraudDecisionIn
) -> Reply[FraudCheckOut]:
    """Cancel the order as a fraud: its money goes back, what was only authorised is let go, and its
    goods are on sale again."""
    await _reject(context, order_id, body.note)
    return ok(await _shown(context, order_id))


async def _approve(context: StoreContext, order_id: UUID, note: str | None) -> None:
    order = await order_of(context, order_id)
    check = await waiting_check(context, order_id)
    if check.held and order.status == OrderStatus.ON_HOLD:
        await release_order(context, order_id, note=note)
    else:
        await settle_check(context, order, Decision.APPROVED, note=note)


async def _reject(context: StoreContext, order_id: UUID, note: str | None) -> None:
    await order_of(context, order_id)
    await waiting_check(context, order_id)
    await cancel_order(context, order_id, CancelIn(reason="fraud", note=note))


async def _shown(context: StoreContext, order_id: UUID) -> FraudCheckOut:
    row = await load_check(context.session, context.store_id, order_id)
    if row is None:
        raise CheckNotFound
    return check_out(row)
