"""What a paid invoice was paid with, and subscriptions that end at once.

https://docs.stripe.com/api/invoice-payment, /api/subscriptions/cancel. Written apart from any
adapter.
"""

from __future__ import annotations

import secrets

from ecomm_testing.fakes.stripe.books import Books
from ecomm_testing.fakes.stripe.wire import Object, Params, known_only, refused


def check_cancel(account: Books, identifier: str, params: Params) -> None:
    """What `DELETE /v1/subscriptions/{id}` refuses."""
    known_only(params, frozenset({"invoice_now", "prorate"}))
    if account.need("sub_", identifier)["status"] == "canceled":
        raise refused("No such subscription", code="resource_missing")


def payments_of(account: Books, invoice: Object, *, paid: bool) -> Object:
    """An invoice's payments, which can be refunded by their intents."""
    rows = []
    if paid and invoice["amount_due"]:
        intent = _intent(account, invoice["amount_due"], invoice["currency"])
        rows.append(
            {
                "id": f"inpay_1{secrets.token_hex(8)}",
                "object": "invoice_payment",
                "amount_paid": invoice["amount_due"],
                "payment": {"type": "payment_intent", "payment_intent": intent},
                "status": "paid",
            }
        )
    return {"object": "list", "data": rows, "has_more": False, "url": "/v1/invoice_payments"}


def _intent(account: Books, amount: int, currency: str) -> str:
    """A payment that succeeded; its id."""
    identifier, charge = f"pi_3{secrets.token_hex(12)}", f"ch_3{secrets.token_hex(12)}"
    account._add(
        {
            "id": charge,
            "object": "charge",
            "amount": amount,
            "amount_captured": amount,
            "amount_refunded": 0,
            "captured": True,
            "currency": currency,
            "disputed": False,
            "metadata": {},
            "paid": True,
            "payment_intent": identifier,
            "refunded": False,
            "status": "succeeded",
        }
    )
    account._add(
        {
            "id": identifier,
            "object": "payment_intent",
            "amount": amount,
            "amount_received": amount,
            "canceled_at": None,
            "cancellation_reason": None,
            "capture_method": "automatic",
            "currency": currency,
            "last_payment_error": None,
            "latest_charge": charge,
            "metadata": {},
            "status": "succeeded",
            "transfer_data": None,
        }
    )
    return identifier
