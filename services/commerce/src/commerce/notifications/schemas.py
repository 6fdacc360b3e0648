"""Shapes of notifications."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.notifications.kinds import Email, NotificationKind
from ecomm_core.api.schemas import Input, Moment, Money, Output

MAX_IDS = 100
MAX_STORES = 200


class NotificationFacts(Output):
    """What the words of a notification are made of; what its kind has no use for is null. `title`
    names the product, supplier or webhook; `status` is the review's, purchase order's or dispute's;
    `reason` is a stable code, a supplier's own words for `supplier_attention`."""

    number: int | None
    order_number: int | None
    title: str | None
    variant: str | None
    amount: Money | None
    rating: int | None
    score: int | None
    available: int | None
    threshold: int | None
    status: str | None
    reason: str | None
    inquiry: bool | None
    due_by: datetime | None
    test: bool | None


class NotificationOut(Output):
    """Something that happened, as one person is told of it. `units` events of its kind are in it,
    the first of them is what it names; `at` is when the last happened."""

    id: UUID
    kind: NotificationKind
    store_id: UUID
    store_name: str
    resource_type: str
    resource_id: UUID
    facts: NotificationFacts
    units: int
    at: datetime
    read_at: datetime | None


class UnreadOut(Output):
    """How many the bell shows."""

    unread: int


class MarkIn(Input):
    """Which to mark: those of `ids`, or with null all of them (of a kind, of a store), up to a
    moment so that what came since stays as it is."""

    read: StrictBool
    ids: Annotated[list[UUID], Field(max_length=MAX_IDS)] | None
    kind: NotificationKind | None = None
    store_id: UUID | None = None
    until: Moment | None = None


class MarkedOut(Output):
    """How many are another now, and how many the bell shows."""

    changed: int
    unread: int


class ChoiceIn(Input):
    """How to be told of a kind."""

    kind: NotificationKind
    in_app: StrictBool
    email: Email


class StoreChoiceIn(ChoiceIn):
    """The same, in one store."""

    store_id: UUID


class PreferencesIn(Input):
    """All choices anew. A kind that is left out is told as usual; a store that is left out, as
    everywhere."""

    everywhere: Annotated[list[ChoiceIn], Field(max_length=len(NotificationKind))]
    stores: Annotated[
        list[StoreChoiceIn], Field(max_length=len(NotificationKind) * MAX_STORES)
    ] = []


class ChoiceOut(Output):
    """How one is told of a kind; `usual` where nothing was chosen."""

    kind: NotificationKind
    in_app: bool
    email: Email
    usual: bool


class StoreChoiceOut(Output):
    """A choice of its own for one store."""

    store_id: UUID
    kind: NotificationKind
    in_app: bool
    email: Email


class NamedStoreOut(Output):
    """A store that one enters."""

    id: UUID
    name: str


class PreferencesOut(Output):
    """One's choices. `mailable`: mails reach one; the address is proven, and a second factor is set
    up where the business asks for it."""

    everywhere: list[ChoiceOut]
    stores: list[StoreChoiceOut]
    may_choose: list[NamedStoreOut]
    address: str
    mailable: bool
