"""Disputes as their merchants see them."""

from collections.abc import Mapping
from typing import Any

from commerce.payments.disputes.models import EvidenceState
from commerce.payments.disputes.schemas import DisputeOut, DisputeRow, EvidenceOut
from ecomm_core.api.schemas import Money

_SHORT = 500
_LINES = 20


def row_out(row: Mapping[str, Any]) -> DisputeRow:
    """A row of `reads.disputes`."""
    return DisputeRow(**_common(row))


def dispute_out(row: Mapping[str, Any]) -> DisputeOut:
    """The whole dispute, with an answer to start from."""
    return DisputeOut(
        **_common(row),
        provider_ref=row["provider_ref"],
        customer_email=row["email"],
        evidence=EvidenceOut(
            state=EvidenceState(row["evidence_state"]),
            error=row["evidence_error"],
            said=dict(row["evidence"]),
            suggested=_suggested(row),
        ),
    )


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    def money(name: str, currency: str = "currency") -> Money:
        return Money(amount=row[name], currency=row[currency])

    kept = (
        "id",
        "order_id",
        "order_number",
        "payment_id",
        "provider",
        "status",
        "inquiry",
        "reason",
        "due_by",
        "test",
        "opened_at",
        "closed_at",
    )
    return {
        **{name: row[name] for name in kept},
        "amount": money("amount"),
        "withdrawn": money("withdrawn"),
        "returned": money("returned"),
        "fee": money("fee", "fee_currency"),
        "answered": row["submissions"] > 0 or row["evidence_state"] in ("sending", "sent"),
    }


def _suggested(row: Mapping[str, Any]) -> dict[str, str]:
    """What the order knows: who, where, what, how it went."""
    address = row["shipping_address"]
    street = [
        address.get(part)
        for part in ("name", "line1", "line2", "postal_code", "city", "state", "country")
    ]
    items = [f"{line['quantity']} x {line['title']}" for line in row["lines"][:_LINES]]
    parcel = row["parcel"] or {}
    found = {
        "customer_name": address.get("name"),
        "customer_email": row["email"],
        "shipping_address": ", ".join(part for part in street if part),
        "product_description": "; ".join(items),
        "shipping_carrier": parcel.get("carrier"),
        "shipping_date": str(parcel["shipped_at"])[:10] if parcel.get("shipped_at") else None,
        "tracking_number": parcel.get("number"),
    }
    longest = {"product_description": 20_000}
    return {name: text[: longest.get(name, _SHORT)] for name, text in found.items() if text}
