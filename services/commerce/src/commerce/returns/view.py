"""Returns as merchants and, fewer fields, as their shoppers see them."""

from collections.abc import Mapping
from typing import Any

from commerce.orders.view import return_name
from commerce.returns.models import ReturnStatus
from commerce.returns.schemas import PublicReturnOut, ReturnLineOut, ReturnOut, ReturnRow
from commerce.returns.states import LIFECYCLE, photos_left


def return_out(row: Mapping[str, Any], *, pay_url: str | None = None) -> ReturnOut:
    """A return, whole; `pay_url` is where the difference of its exchange is paid now."""
    paying = row["exchange"]
    allowed = LIFECYCLE.allowed(ReturnStatus(row["status"]))
    return ReturnOut.model_validate(
        {
            **row,
            "name": return_name(row["number"], row["sequence"]),
            "order_number": row["number"],
            "next": [str(state) for state in ReturnStatus if state in allowed],
            "customer_name": row["declared_by"] or row["customer_name"],
            "email": row["declared_email"] or row["email"],
            "exchange_payment": None if paying is None else {**paying, "pay_url": pay_url},
            "refund_id": (row["outcome"] or {}).get("refund_id"),
            "lines": [ReturnLineOut.model_validate(line) for line in row["lines"] or []],
        }
    )


def public_return_out(
    row: Mapping[str, Any], *, pay_url: str | None = None, status_url: str | None = None
) -> PublicReturnOut:
    """What the shopper sees of it; `status_url` shows the order that the difference bought."""
    paying = row["exchange"]
    return PublicReturnOut.model_validate(
        {
            **{name: row[name] for name in _SHOWN},
            "exchange_payment": None
            if paying is None
            else {**paying, "pay_url": pay_url, "status_url": status_url},
            "photos_left": photos_left(row["status"], len(row["photos"])),
            "name": return_name(row["number"], row["sequence"]),
            "lines": [ReturnLineOut.model_validate(line) for line in row["lines"] or []],
        }
    )


def return_row(row: Mapping[str, Any]) -> ReturnRow:
    """A line of the table."""
    return ReturnRow.model_validate(
        {
            **row,
            "name": return_name(row["number"], row["sequence"]),
            "order_number": row["number"],
            "units": int(row["units"]),
        }
    )


_SHOWN = (
    "id",
    "kind",
    "status",
    "instructions",
    "label_url",
    "decline_reason",
    "photos",
    "requested_at",
)
