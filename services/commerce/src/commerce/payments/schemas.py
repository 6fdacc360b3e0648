"""Shapes of payment attempts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.payments.models import PaymentStatus
from ecomm_core.api.schemas import Money, Output


class PaymentRow(Output):
    """An attempt to pay. `captured` was taken, `refunded` went back."""

    id: UUID
    order_id: UUID | None
    order_number: int | None
    email: str
    attempt: int
    provider: str
    provider_ref: str | None
    status: PaymentStatus
    amount: Money
    captured: Money
    refunded: Money
    failure_code: str | None
    failure_message: str | None
    test: bool
    created_at: datetime


def payment_out(row: Mapping[str, Any]) -> PaymentRow:
    """A row of `reads.payment_table`."""
    money = ("amount", "captured", "refunded")
    kept = [name for name in PaymentRow.model_fields if name not in money]
    return PaymentRow(
        **{name: row[name] for name in kept},
        **{name: Money(amount=row[name], currency=row["currency"]) for name in money},
    )
