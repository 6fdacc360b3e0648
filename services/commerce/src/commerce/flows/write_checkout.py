"""What a started checkout writes: the row that carries everything, and the payment intent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout import service as checkouts
from commerce.checkout.service import CheckoutState, Frozen
from commerce.checkout.traces import TRACES_KEPT
from commerce.payments import service as payments
from commerce.reads.cart_lines import CartRows
from commerce.reads.checkout_case import AttemptRow, CheckoutCase
from commerce.stores.directory import StoreFacts
from ecomm_core.ids import new_id


async def write_checkout(
    session: AsyncSession,
    store: StoreFacts,
    frozen: Frozen,
    provider: str,
    rows: CartRows,
    checkout_id: UUID,
    attempt: int,
    expires_at: datetime,
    now: datetime,
    *,
    test: bool,
    payout_account: str | None,
    client_key: bytes | None,
    capture_late: bool,
) -> CheckoutCase | None:
    """Write what was frozen, and the intent to be paid; None when the cart is completed."""
    fields: dict[str, Any] = {
        "tenant_id": store.tenant_id,
        "id": checkout_id,
        "store_id": store.id,
        "cart_id": rows.id,
        "attempt": attempt,
        "body_hash": frozen.content_hash,
        "email": frozen.email,
        "shipping_address": frozen.address,
        "shipping_rate_id": frozen.rate.id,
        "shipping_name": frozen.rate.name,
        "currency": rows.currency,
        "lines": frozen.lines,
        "test": test,
        "expires_at": expires_at,
        **frozen.fields(),
    }
    due_at = min(now + checkouts.LOOK_EVERY, expires_at)
    traces = {"client_key": client_key, "traces_until": now + TRACES_KEPT}
    if not await checkouts.write(session, {**fields, **traces, "due_at": due_at, "now": now}):
        return None
    case = CheckoutCase(
        **fields,
        state=CheckoutState.AWAITING_PAYMENT,
        message=None,
        order_id=None,
        customer_id=rows.customer_id,
        order_number=None,
        order_status=None,
        payments=(),
    )
    return await write_attempt(
        session,
        case,
        provider,
        attempt,
        expires_at,
        now,
        payout_account=payout_account,
        capture_late=capture_late,
    )


async def write_attempt(
    session: AsyncSession,
    case: CheckoutCase,
    provider: str,
    attempt: int,
    expires_at: datetime,
    now: datetime,
    *,
    payout_account: str | None,
    capture_late: bool = False,
) -> CheckoutCase:
    """Write the payment intent; the case with it. Nothing to pay: no intent."""
    if case.due == 0:
        return case
    payment = AttemptRow(
        id=new_id(),
        order_id=None,
        attempt=attempt,
        provider=provider,
        provider_ref=None,
        status=payments.PaymentStatus.CREATED,
        amount=case.due,
        currency=case.currency,
        captured=0,
        refunded=0,
        refunding=0,
        test=case.test,
        payment_url=None,
        failure_code=None,
        failure_message=None,
        same_content=True,
        requested_at=now,
        expires_at=expires_at,
        checked_at=None,
        payout_account=payout_account,
        capture_late=capture_late,
    )
    await payments.open_attempt(
        session,
        payment,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        checkout_id=case.id,
        content_hash=case.body_hash,
    )
    return case.with_attempt(payment)
