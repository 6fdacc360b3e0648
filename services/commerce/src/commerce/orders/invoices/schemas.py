"""Shapes of invoices, and who they are from."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Money, Output

Kind = Literal["invoice", "credit_note"]
MOST_AT_ONCE = 100


class IssueIn(Input):
    """The orders whose invoices, and the credit notes of what was refunded, are to exist."""

    order_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class InvoiceOut(Output):
    """An invoice or credit note that was issued. `refund_id` is a credit note's."""

    id: UUID
    kind: Kind
    number: int
    order_id: UUID
    order_number: int
    refund_id: UUID | None
    buyer: str
    total: Money
    tax: Money
    issued_at: datetime


class IssuedOut(Output):
    """All that was issued for the orders, by number."""

    invoices: list[InvoiceOut]


class PublicInvoiceOut(Output):
    """An invoice or credit note, for its shopper."""

    kind: Kind
    number: int
    total: Money
    issued_at: datetime


class SellerIn(Input):
    """Who the invoices are from. Those that were issued keep who they were from. The address has
    a line per line."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    address: Annotated[str, Field(min_length=1, max_length=1000)]
    tax_id: Annotated[str, Field(max_length=60)] | None = None
    footer: Annotated[str, Field(max_length=1000)] | None = None


class SellerOut(Output):
    """Who the invoices are from. `set` false: these are the store's business name and address, and
    where one of them is empty nothing can be issued."""

    name: str
    address: str
    tax_id: str | None
    footer: str | None
    set: bool
