"""A person decides what the score left to them.

Approving lets the order go on: off hold, its authorised payment taken, `fraud.cleared` told.
Rejecting cancels it as a fraud: what was taken is refunded, what was promised is voided. Whoever
releases or cancels the order elsewhere has decided the same (`settle_check`).
"""

from typing import Any
from uuid import UUID

from commerce.flows.capture_payment import capture_when_late
from commerce.fraud import service as fraud
from commerce.fraud.errors import CheckNotFound, NothingToDecide
from commerce.fraud.service import Decision, Outcome
from commerce.orders import service as orders
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock


async def waiting_check(context: StoreContext, order_id: UUID) -> Any:
    """The check of a locked order that wants a decision. Raises CheckNotFound (404),
    NothingToDecide (409)."""
    check = await fraud.lock(context.session, context.store_id, order_id)
    if check is None:
        raise CheckNotFound
    if not _wants(check):
        raise NothingToDecide
    return check


async def settle_check(
    context: StoreContext, order: Any, decision: Decision, *, note: str | None = None
) -> None:
    """Write what a decision about a locked order says of its check, where that waits for one, and
    what follows for who waited."""
    check = await fraud.lock(context.session, context.store_id, order.id)
    if check is None or not _wants(check):
        return
    session, now = context.session, clock.now()
    await fraud.decide(session, order.id, decision, actor=context.actor, note=note, now=now)
    await audit.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"fraud.{decision}",
        resource_type="order",
        resource_id=order.id,
        before={"outcome": check.outcome, "score": check.score},
        after={"decision": decision.value, "note": note},
    )
    about = {"number": order.number, "score": check.score, "test": order.test}
    if decision is Decision.REJECTED:
        await _emit(context, order.id, fraud.FraudRejected(**about))
    if decision is Decision.APPROVED and check.outcome == Outcome.HOLD:
        # What only was to be looked at has been cleared before.
        await _emit(context, order.id, fraud.FraudCleared(by="person", **about))
        await capture_when_late(context.kernel, session, context.tenant_id, order.id)


async def order_of(context: StoreContext, order_id: UUID) -> Any:
    """The order, locked. Raises CheckNotFound (404): an order that is not the store's has none."""
    try:
        return await orders.lock(context.session, context.store_id, order_id)
    except orders.OrderNotFound as error:
        raise CheckNotFound from error


def _wants(check: Any) -> bool:
    return check.decision is None and check.outcome != Outcome.ALLOW


async def _emit(context: StoreContext, order_id: UUID, fact: Any) -> None:
    await context.kernel.outbox.emit(
        context.session,
        fact,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=order_id,
    )
