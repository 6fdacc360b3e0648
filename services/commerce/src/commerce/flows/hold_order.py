"""Keep an order from shipping, and let it go on."""

from uuid import UUID

from commerce.flows.decide_fraud import settle_check
from commerce.fraud.service import Decision
from commerce.orders import editing
from commerce.orders import service as orders
from commerce.orders.service import OrderStatus
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.states import IllegalTransition


async def hold_order(context: StoreContext, order_id: UUID, reason: str) -> None:
    """Put an open order on hold. Raises OrderNotFound (404), IllegalTransition (409)."""
    order = await orders.lock(context.session, context.store_id, order_id)
    await editing.move(context, order, OrderStatus.ON_HOLD, reason=reason, now=clock.now())


async def release_order(context: StoreContext, order_id: UUID, *, note: str | None = None) -> None:
    """Let an order on hold go on: other ways to `open` are not the merchant's. Where its fraud
    check waits for a decision, this is one (`note` goes with it). Raises OrderNotFound (404),
    IllegalTransition (409)."""
    order = await orders.lock(context.session, context.store_id, order_id)
    if order.status != OrderStatus.ON_HOLD:
        _raise_not_held(order.status)
    now = clock.now()
    await editing.move(context, order, OrderStatus.OPEN, reason=None, now=now)
    await orders.derive(context.session, order_id, now)
    await settle_check(context, order, Decision.APPROVED, note=note)


def _raise_not_held(status: str) -> None:
    allowed = sorted(orders.LIFECYCLE.allowed(OrderStatus(status)))
    raise IllegalTransition(
        f"Order is {status}; it is not on hold.",
        details=[
            {
                "field": None,
                "code": IllegalTransition.code,
                "current": status,
                "allowed": [str(state) for state in allowed],
            }
        ],
    )
