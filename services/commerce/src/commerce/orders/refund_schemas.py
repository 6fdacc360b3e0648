"""Shapes of refunds."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from ecomm_core.api.schemas import Input, Money, Output, Price

RefundReason = Literal["customer", "damaged", "lost", "stock", "fraud", "withdrawal", "other"]


class RefundLineIn(Input):
    """Units of an item to pay back. `restock` puts them back on sale; units that have not shipped
    are no longer shipped, unless `shipped_only` says that they are not meant."""

    item_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=9999)]
    restock: StrictBool = True
    shipped_only: StrictBool = False


class RefundIn(Input):
    """What goes back: units of items, some of the shipping, and a free amount on top of it (below
    zero: kept back, such as a return fee). The amounts of lines come from the order."""

    lines: Annotated[list[RefundLineIn], Field(max_length=500)] = []
    shipping: Price | None = None
    adjustment: Money | None = None
    reason: RefundReason = "other"
    note: Annotated[str, Field(max_length=1000)] | None = None


class RefundLineOut(Output):
    """A line of a refund, as a credit note shows it."""

    item_id: UUID
    quantity: int
    gross: Money
    net: Money
    tax: Money


class RefundPartOut(Output):
    """What one tender gets back."""

    kind: Literal["gift_card", "store_credit", "provider"]
    label: str
    amount: Money


class RefundAmountsOut(Output):
    """A refund in figures, before it is made. `remaining` is what could go back in all;
    `shipping_remaining` what of the shipping."""

    amount: Money
    remaining: Money
    shipping_remaining: Money
    lines: list[RefundLineOut]
    shipping: Money
    adjustment: Money
    tax: Money
    tenders: list[RefundPartOut]


class RefundOut(Output):
    """A refund that was made. `pending` until the payment provider has taken it."""

    id: UUID
    status: Literal["pending", "succeeded", "failed"]
    amount: Money
    lines: list[RefundLineOut]
    shipping: Money
    adjustment: Money
    tax: Money
    reason: str
    note: str | None
    actor: str
    created_at: datetime
