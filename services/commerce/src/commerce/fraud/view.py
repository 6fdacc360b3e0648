"""Fraud checks as their merchants see them."""

from collections.abc import Mapping
from typing import Any

from commerce.fraud.models import Outcome
from commerce.fraud.schemas import FraudCheckOut, SignalOut
from ecomm_core.api.schemas import Money


def check_out(row: Mapping[str, Any]) -> FraudCheckOut:
    """A row of `reads.fraud_table`."""
    given = {
        name: row[name] for name in FraudCheckOut.model_fields if name in row and name != "total"
    }
    given["signals"] = [SignalOut.model_validate(signal) for signal in row["signals"]]
    return FraudCheckOut(
        **given,
        total=Money(amount=row["total"], currency=row["currency"]),
        waiting=row["decision"] is None and row["outcome"] != Outcome.ALLOW,
    )
