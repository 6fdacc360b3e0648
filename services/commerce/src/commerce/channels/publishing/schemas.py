"""Shapes of products in connected shops."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Money, Output

MAX_AT_ONCE = 200


class ProductThere(StrEnum):
    """How a product stands in a connected shop. `waiting`: to be written there; `unknown`: an
    answer was lost, so it is looked for there before anything is written again; `changed_there`:
    somebody changed it there; `gone`: somebody deleted it there."""

    NOT_PUBLISHED = "not_published"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    PUBLISHED = "published"
    REFUSED = "refused"
    CHANGED_THERE = "changed_there"
    GONE = "gone"


class ChannelDifferenceOut(Output):
    """Something that was changed there. `key` names it for `settle`. before: what the shop was last
    known to show; after: what it shows; at most 2,000 characters, of a description its words
    without markup. `variant` where it is about a price."""

    key: str
    field: Literal["title", "description", "price"]
    variant: str | None
    before: str | None
    after: str | None
    price_before: Money | None
    price_after: Money | None


class ChannelProductOut(Output):
    """A product of this store and how it stands in a connected shop. `words`: why it waits or was
    refused, in the shop's words. `url`: where it is there. `changed_here`: it was changed here
    since it was last written there."""

    product_id: UUID
    title: str
    status: str
    state: ProductThere
    words: str
    url: str | None
    published_at: datetime | None
    changed_here: bool
    differences: list[ChannelDifferenceOut]


class ChannelPublishIn(Input):
    """Products to be written there, or written again: at most 200."""

    product_ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_AT_ONCE)]


class ChannelPublishOut(Output):
    """How many are on their way; those that are not this store's, or cannot be sold elsewhere
    (gift cards, archived ones that are not there), are named."""

    queued: int
    left_out: list[UUID]


class ChannelSettleIn(Input):
    """See to differences. `take`: theirs becomes ours; `ignore`: it stays as it is in both, and is
    not shown again until it changes once more."""

    keys: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(min_length=1, max_length=2_100),
    ]
    act: Literal["take", "ignore"]
