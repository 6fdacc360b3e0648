"""Send a purchase order: judged and written as sent first, then sent with no transaction open, then
settled (R10.2).

The row says `placing` before the supplier hears of it. A process that dies from there on leaves
that row; whoever finds it later does not send, but asks (`look_up_purchase`). So a supplier never
has two orders for one need.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.fail_over import let_fail
from commerce.flows.judge_purchase import judge, may_be_paid, not_now
from commerce.flows.purchase_doors import account, fraud_of, open_supplier
from commerce.flows.want_somebody import want_somebody
from commerce.orders import service as orders
from commerce.reads.purchase_terms import load_terms
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.models import PurchaseLine, PurchaseOrder, SourcingNeed
from commerce.sourcing.purchasing.service import PurchaseStatus, Reason
from commerce.sourcing.suppliers.models import Supplier as Account
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import (
    Address,
    OrderLine,
    OrderRequest,
    SupplierOrderState,
)
from ecomm_connectors.suppliers.port import Supplier
from ecomm_core import clock
from ecomm_core.db.phases import phases
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

CALL: Final = 45.0
"""Seconds after which nobody waits for the supplier's answer."""
LEASE: Final = timedelta(minutes=3)
"""How long nobody else looks at what is being sent; longer than any call."""
FRESH: Final = 20.0
"""Seconds after the intent in which the call has to begin: a process that slept longer sends
nothing, for somebody may have judged it lost."""
FIRST_LOOK: Final = timedelta(minutes=1)
RETRY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be sent, committed."""

    purchase_id: UUID
    store_id: UUID
    order_id: UUID
    account: Account
    request: OrderRequest
    begun: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: the order, a refusal, the certainty that nothing happened (`untouched`), or
    none of these, which is unknown."""

    told: SupplierOrderState | None = None
    refused: SupplierRefused | None = None
    untouched: bool = False
    words: str = ""
    retry_after: float | None = None


async def place_purchase(kernel: Kernel, tenant_id: UUID, purchase_id: UUID) -> None:
    """Judge and send a purchase order that is due; nothing happens to one that is not."""

    async def record(session: AsyncSession) -> Intent | None:
        intent = await _record(session, purchase_id)
        await want_somebody(kernel, session, purchase_id)
        return intent

    async def call(intent: Intent | None) -> Answer:
        return Answer() if intent is None else await send(kernel, intent)

    async def settle(session: AsyncSession, intent: Intent | None, answer: Answer) -> None:
        if intent is not None:
            await _settle(session, intent, answer)
            await want_somebody(kernel, session, purchase_id)

    await phases(
        kernel.database, Scope(tenant_id=tenant_id), record=record, call=call, settle=settle
    )


async def send(kernel: Kernel, intent: Intent) -> Answer:
    """Ask the supplier to take the order. Never raises: whatever is not certain is unknown."""
    if time.monotonic() - intent.begun > FRESH:
        return Answer(untouched=True, words="The process slept before it was sent.")
    opened = await _open(kernel, intent.account)
    if isinstance(opened, Answer):
        return opened
    words = "Sending failed in the middle."
    try:
        async with asyncio.timeout(CALL):
            return Answer(told=await opened.place_order(intent.request))
    except SupplierRefused as error:
        return Answer(refused=error)
    except SupplierUnavailable as error:
        return Answer(untouched=error.untouched, words=str(error), retry_after=error.retry_after)
    except TimeoutError:
        words = f"No answer within {CALL:.0f} seconds."
    except Exception:
        # A fault of ours or the adapter's says nothing of what the supplier did.
        log.exception("place_failed", purchase_id=str(intent.purchase_id))
    return Answer(words=words)


async def _open(kernel: Kernel, row: Account) -> Supplier | Answer:
    """The supplier, or why nothing was sent."""
    try:
        return await open_supplier(kernel, row)
    except SupplierRefused as error:
        return Answer(refused=error)
    except SupplierUnavailable as error:
        return Answer(untouched=True, words=str(error), retry_after=error.retry_after)
    except AppError as error:
        return Answer(untouched=True, words=error.message)


async def _record(session: AsyncSession, purchase_id: UUID) -> Intent | None:
    now = clock.now()
    order_id = await purchasing.order_of(session, purchase_id)
    if order_id is None:
        return None
    row = await purchasing.lock_with_order(session, order_id, purchase_id)
    if row is None or row.status != PurchaseStatus.QUEUED or _later(row, now):
        return None
    order = await orders.lock(session, row.store_id, order_id)
    needs = {need.id: need for need in await purchasing.needs_of(session, order_id)}
    purchasing.move(row, PurchaseStatus.VALIDATING)
    supplier = await account(session, row.supplier_id)
    fraud = await fraud_of(session, row.store_id, order_id)
    active = await purchasing.lines(session, [row.id], active=True)
    lines, checks = await judge(session, row, active, needs, order, supplier, fraud, now)
    row.checks = [check.stored for check in checks]
    failed = purchasing.first_failed(checks)
    if lines and failed is not None:
        not_now(session, row, lines, needs, failed, now)
    if not lines or failed is not None or not await may_be_paid(session, row, supplier, now):
        return None
    row.rate = (await load_terms(session, order_id, now)).frozen(row.currency)
    row.placing_at, row.looks = now, 0
    purchasing.move(row, PurchaseStatus.PLACING, due_at=now + LEASE)
    message = f"All {len(checks)} checks passed, order sent."
    data = {"reference": row.reference, "total": row.total, "currency": row.currency}
    purchasing.note(session, row, kind="placing", message=message, now=now, data=data)
    request = _request(row, lines, order)
    return Intent(row.id, row.store_id, order_id, supplier, request, time.monotonic())


def _later(row: PurchaseOrder, now: datetime) -> bool:
    return row.due_at is None or row.due_at > now


def _request(row: PurchaseOrder, lines: Sequence[PurchaseLine], order: Any) -> OrderRequest:
    """What is sent: lines of one thing are one line of the supplier's."""
    together: dict[tuple[str, str, str], list[PurchaseLine]] = {}
    for line in lines:
        key = (line.external_id, line.external_sku, line.order_key)
        together.setdefault(key, []).append(line)
    to = order.shipping_address
    return OrderRequest(
        reference=row.reference,
        lines=tuple(
            OrderLine(
                external_id=external_id,
                external_sku=sku,
                order_key=key,
                quantity=sum(line.quantity for line in members),
                max_unit_cost=min(line.max_unit_cost for line in members),
            )
            for (external_id, sku, key), members in together.items()
        ),
        address=Address(
            name=to["name"],
            line1=to["line1"],
            line2=to.get("line2") or "",
            city=to["city"],
            state=to.get("state") or to.get("region") or "",
            postal_code=to["postal_code"],
            country=to["country"],
            phone=to.get("phone") or "",
            email=order.email,
        ),
        currency=row.currency,
        warehouse=row.warehouse,
        method=row.method,
    )


async def _settle(session: AsyncSession, intent: Intent, answer: Answer) -> None:
    """Write what came of it. Somebody else may have looked meanwhile: the supplier's word is taken
    all the same, what is not its word is not."""
    now = clock.now()
    row = await purchasing.lock_with_order(session, intent.order_id, intent.purchase_id)
    if row is None or row.reference != intent.request.reference:
        return
    if row.status not in purchasing.SENT:
        return
    lines = await purchasing.lines(session, [row.id])
    needs = {need.id: need for need in await purchasing.needs_of(session, intent.order_id)}
    order = await orders.lock(session, intent.store_id, intent.order_id)
    if answer.told is not None:
        lost = await purchasing.learn(session, row, lines, needs, answer.told, now)
        if row.cancel_wanted and row.status in purchasing.PLACED:
            row.due_at = now
        if lost and not row.cancel_wanted:
            await let_fail(session, order, row, lost, now)
        return
    if answer.refused is not None:
        await _refused(session, row, lines, needs, order, answer.refused, now)
        return
    if row.status != PurchaseStatus.PLACING:
        return
    if answer.untouched:
        await purchasing.give_back_spend(session, row)
        pause = max(RETRY, timedelta(seconds=min(answer.retry_after or 0, 3600)))
        told = row.reason == Reason.UNAVAILABLE.value
        purchasing.move(
            row,
            PurchaseStatus.QUEUED,
            reason=Reason.UNAVAILABLE,
            detail=answer.words,
            due_at=now + pause,
        )
        if not told:
            message = "It was certainly not taken; it is sent again later."
            purchasing.note(session, row, kind="not_sent", message=message, now=now)
        return
    mark_unknown(session, row, answer.words, now)


def mark_unknown(session: AsyncSession, row: PurchaseOrder, words: str, now: datetime) -> None:
    """It may exist at the supplier: from here on it is only looked up."""
    purchasing.move(
        row,
        PurchaseStatus.UNKNOWN,
        reason=Reason.NO_ANSWER,
        detail=words,
        due_at=now + FIRST_LOOK,
    )
    purchasing.note(
        session,
        row,
        kind="unknown",
        message="Marked unknown. Nothing is sent until we know.",
        now=now,
        data={"words": words, "held": row.spend, "currency": row.currency},
    )


_GOODS: Final = {
    Refusal.OUT_OF_STOCK: Reason.OUT_OF_STOCK,
    Refusal.OPTION_GONE: Reason.GONE,
    Refusal.NOT_FOUND: Reason.GONE,
    Refusal.NO_LANE: Reason.NO_LANE,
    Refusal.PRICE_CHANGED: Reason.COST_RISEN,
}
"""Refusals that another supplier may mend."""
_OURS: Final = {
    Refusal.ADDRESS: Reason.ADDRESS,
    Refusal.FUNDS: Reason.FUNDS,
    Refusal.CREDENTIALS: Reason.CREDENTIALS,
    Refusal.PERMISSION: Reason.CREDENTIALS,
}


async def _refused(
    session: AsyncSession,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    order: Any,
    refused: SupplierRefused,
    now: datetime,
) -> None:
    """Nothing happened, and the same again would be refused again. What another supplier can send
    goes there; for the rest a person is asked."""
    await purchasing.give_back_spend(session, row)
    goods = _GOODS.get(refused.reason)
    reason = goods or _OURS.get(refused.reason, Reason.REFUSED)
    purchasing.move(row, PurchaseStatus.REJECTED, reason=reason, detail=refused.message)
    purchasing.note(
        session,
        row,
        kind="rejected",
        message=f"The supplier rejected it: {refused.message}",
        now=now,
        data={"reason": refused.reason.value, "vendor_code": refused.vendor_code},
    )
    active = [line for line in lines if line.active]
    if goods is not None:
        at_fault = [line for line in active if line.external_sku == refused.external_sku] or active
        for line in at_fault:
            line.failed = reason.value
    lost = purchasing.let_go(active, needs, reason, refused.message)
    if goods is not None:
        await let_fail(session, order, row, lost, now)
