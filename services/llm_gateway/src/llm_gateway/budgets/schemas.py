"""Shapes of budgets."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output
from llm_gateway.budgets.models import Period

CapAmount = Annotated[
    int, Field(strict=True, ge=0, le=100_000_000_00, description="US cents", examples=[5_000])
]


class BudgetIn(Input):
    """A cap on what a tenant spends in a period, or one of its keys."""

    key_id: UUID | None = None
    period: Period
    cap: CapAmount


class BudgetChangeIn(Input):
    """Another cap, or whether it holds."""

    cap: CapAmount
    active: bool = True


class BudgetOut(Output):
    """A budget and its running period. Amounts in micro-dollars are exact, as text."""

    id: UUID
    key_id: UUID | None
    period: Period
    cap: int
    currency: str
    active: bool
    starts_on: date
    begins_anew_on: date
    spent_micro: Decimal
    reserved_micro: Decimal
    """Held by processes for calls."""
    lost_micro: Decimal
    """Held by processes that ended without a word: counts as spent until it is given back."""


class GivenBackOut(Output):
    """What came back to a budget."""

    given_back_micro: Decimal
    budget: BudgetOut
