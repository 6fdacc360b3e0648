"""What should not be paid, or should not have been: a page that was replaced is closed, a second
subscription ends and its money goes back. Each may be asked again.

https://docs.stripe.com/api/checkout/sessions/expire, /api/subscriptions/cancel, /api/refunds
"""

from typing import Final

import stripe

from ecomm_connectors.subscriptions.port import Undone

_AGAIN: Final = "charge_already_refunded"


async def close_page(client: stripe.StripeClient, ref: str) -> bool:
    """Expire a session; False where it is complete. Raises what Stripe raises for others."""
    sessions = client.v1.checkout.sessions
    try:
        await sessions.expire_async(ref)
    except stripe.InvalidRequestError:
        # Only an open one can be expired: what it is now says whether that is a fault.
        found = await sessions.retrieve_async(ref)
        if found.status == "open":
            raise
        return found.status != "complete"
    return True


async def undo(client: stripe.StripeClient, ref: str) -> Undone:
    """End it without a last invoice, then refund each of its payments whole."""
    found = await client.v1.subscriptions.retrieve_async(ref)
    if found.status != "canceled":
        await client.v1.subscriptions.cancel_async(ref, {"invoice_now": False, "prorate": False})
    page = await client.v1.invoices.list_async(
        {"subscription": ref, "limit": 24, "expand": ["data.payments"]}
    )
    refunded = 0
    for invoice in page.data:
        for row in invoice.payments.data if invoice.payments else ():
            intent = row.payment.payment_intent
            if row.status != "paid" or intent is None:
                continue
            await _refund(client, intent if isinstance(intent, str) else intent.id)
            refunded += row.amount_paid or 0
    return Undone(refunded, found.currency.upper())


async def _refund(client: stripe.StripeClient, intent: str) -> None:
    try:
        await client.v1.refunds.create_async(
            {"payment_intent": intent, "reason": "duplicate"},
            {"idempotency_key": f"undo:{intent}"},
        )
    except stripe.InvalidRequestError as error:
        if error.code != _AGAIN:
            raise
