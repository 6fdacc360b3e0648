"""Shapes of store credit."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Money, Output, Text


class CreditIn(Input):
    """Give a customer credit."""

    customer_id: UUID
    amount: Money
    note: Annotated[Text, Field(min_length=1, max_length=500)]


class CreditOut(Output):
    """A customer's credit in one currency."""

    id: UUID
    customer_id: UUID
    email: str
    name: str | None
    balance: Money
    updated_at: datetime
