"""A new order is judged for fraud, after the checkout and beside the order's other jobs.

1. What is known about it is read and weighed (`fraud/signals.py`); its check is written once.
2. `hold` puts the order on hold, so that nothing ships, nothing is bought for it and no authorised
   payment is taken, until a person decides (`decide_fraud`).
3. `allow` and `review` clear it: `fraud.cleared` tells who waited, and a payment that was only
   authorised for the check's sake is taken.

A subscriber of `order.created`, which comes with the payment, captured or authorised; as often as
it is told, the outcome is the same.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.capture_payment import capture_when_late
from commerce.fraud import service as fraud
from commerce.fraud.events import FraudEvent
from commerce.fraud.service import Outcome, Scored
from commerce.orders import editing
from commerce.orders import service as orders
from commerce.orders.service import OrderStatus
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = "commerce.fraud.score"
ACTOR = "system"


@dataclass(frozen=True, slots=True)
class Worker:
    """Who holds an order where no person does."""

    session: AsyncSession
    tenant_id: UUID
    store_id: UUID
    actor: str = ACTOR


async def judge_order(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """`order.created`."""
    if delivery.resource_id is None:
        return
    now = clock.now()
    scored = await fraud.score(session, delivery.resource_id, now)
    if scored is None:
        return
    order = None
    if scored.outcome is Outcome.HOLD:
        # Somebody may have held, ended or sent it within these moments: then there is nothing to
        # stop, and the check says that it stopped nothing.
        order = await orders.lock(session, scored.facts["store_id"], scored.facts["id"])
        order = order if order.status == OrderStatus.OPEN else None
    if not await fraud.keep(session, scored, held=order is not None, now=now):
        return
    if order is not None:
        await _hold(session, order, scored, now)
    await _tell(kernel, session, scored)
    if scored.outcome is not Outcome.HOLD:
        found = scored.facts
        await capture_when_late(kernel, session, found["tenant_id"], found["id"])


async def _hold(session: AsyncSession, order: Any, scored: Scored, now: datetime) -> None:
    worker = Worker(session, order.tenant_id, order.store_id)
    reason = f"Fraud check: {scored.judgement.score} of 100. {' '.join(scored.reasons)}"
    await editing.move(worker, order, OrderStatus.ON_HOLD, reason=reason[:500], now=now)


async def _tell(kernel: Kernel, session: AsyncSession, scored: Scored) -> None:
    found = scored.facts
    about: dict[str, Any] = {
        "number": found["number"],
        "score": 0 if scored.switched_off else scored.judgement.score,
        "test": found["test"],
    }
    cleared = fraud.FraudCleared(by="switched_off" if scored.switched_off else "score", **about)
    match scored.outcome:
        case Outcome.HOLD:
            facts: tuple[FraudEvent, ...] = (fraud.FraudHeld(reasons=scored.reasons, **about),)
        case Outcome.REVIEW:
            facts = (fraud.FraudReview(reasons=scored.reasons, **about), cleared)
        case _:
            facts = (cleared,)
    await kernel.outbox.emit(
        session,
        *facts,
        tenant_id=found["tenant_id"],
        store_id=found["store_id"],
        resource_id=found["id"],
    )
