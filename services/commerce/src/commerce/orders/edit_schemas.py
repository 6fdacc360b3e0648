"""Shapes of what merchants change on orders."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field

from commerce.orders.schemas import CancelIn, Carrier
from commerce.stores.postal import Address
from ecomm_core.api.schemas import Input, Output


class HoldIn(Input):
    """Why nothing ships for now; shown to the merchant's people only."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class NoteIn(Input):
    """A note for the merchant's own people."""

    text: Annotated[str, Field(min_length=1, max_length=5000)]


Tag = Annotated[str, Field(min_length=1, max_length=40)]


class OrderPatch(Input):
    """What may change on an order. The address until a parcel has left, within its country: that
    decided taxes and shipping."""

    email: EmailStr | None = None
    shipping_address: Address | None = None
    tags: Annotated[list[Tag], Field(max_length=30)] | None = None


class OrderBulkIn(Input):
    """Do one thing to many orders; each is judged by itself. `ship` needs `carrier`, the tags'
    actions `tags`, `hold` needs `reason`; `cancel` says why, or nothing."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    action: Literal["add_tags", "remove_tags", "ship", "hold", "release", "cancel"]
    tags: Annotated[list[Tag], Field(max_length=10)] = []
    carrier: Carrier | None = None
    reason: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    cancel: CancelIn | None = None


class BulkResult(Output):
    """How it went with one order. `code` and `message` say why it was left alone; `number` is null
    where there is no such order."""

    id: UUID
    number: int | None
    done: bool
    code: str | None
    message: str | None
