"""Shapes of gift cards."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StrictBool

from ecomm_core.api.schemas import Input, Moment, Money, Output, Text

Note = Annotated[Text, Field(max_length=500)]


class GiftCardIn(Input):
    """A new gift card. Without a code one is made; with an address the card is sent there."""

    amount: Money
    code: Annotated[str, Field(min_length=16, max_length=40)] | None = Field(
        default=None, description="16 signs of 0-9, A-Z but I, L, O, U: a moved card."
    )
    expires_at: Moment | None = None
    email: EmailStr | None = None
    recipient: Annotated[Text, Field(max_length=120)] | None = None
    message: Annotated[Text, Field(max_length=2_000)] | None = None
    note: Note | None = None


class GiftCardBalanceIn(Input):
    """A card's code, as it was typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class GiftCardBalanceOut(Output):
    """What a card holds, for whoever has its code."""

    last4: str
    balance: Money
    state: Literal["active", "off", "expired", "empty"]
    expires_at: datetime | None


class GiftCardPatch(Input):
    """What may change; null clears expiry and note."""

    active: StrictBool | None = None
    expires_at: Moment | None = None
    note: Note | None = None


class AdjustIn(Input):
    """Put on or, negative, take off (minor units of the card's or credit's currency)."""

    amount: Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
    note: Annotated[Text, Field(min_length=1, max_length=500)]


class GiftCardOut(Output):
    """A gift card. Its code is shown once, when it is made."""

    id: UUID
    last4: str
    initial: Money
    balance: Money
    state: Literal["active", "off", "expired", "empty"]
    active: bool
    expires_at: datetime | None
    email: str | None
    note: str | None
    test: bool
    order_id: UUID | None
    created_at: datetime


class NewGiftCardOut(GiftCardOut):
    """A fresh card with its code."""

    code: str


class EntryOut(Output):
    """A change of a balance."""

    id: UUID
    amount: Money
    reason: Literal["issued", "redeemed", "released", "refunded", "adjusted"]
    order_id: UUID | None
    order_number: int | None
    checkout_id: UUID | None
    actor: str
    note: str | None
    at: datetime
