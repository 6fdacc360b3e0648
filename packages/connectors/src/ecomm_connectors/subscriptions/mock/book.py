"""What the mock keeps of one customer, as a provider would keep it on its side."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ecomm_connectors.subscriptions.port import InvoiceStatus, Item, Status


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ItemRow(_Part):
    """A price that comes again."""

    name: str
    title: str
    amount: int
    quantity: int

    def item(self) -> Item:
        """As the port has it."""
        return Item(self.name, self.title, self.amount, self.quantity)


class InvoiceRow(_Part):
    """One invoice; `total` is what was to be paid after coupon and credit."""

    ref: str
    number: str
    status: InvoiceStatus
    total: int
    refunded: int = 0
    created_at: datetime
    period_start: datetime
    period_end: datetime
    paid_at: datetime | None


class CouponRow(_Part):
    """Money off; `left` paid months, None for ever."""

    percent: int | None
    amount: int | None
    left: int | None

    def off(self, total: int, months: int) -> int:
        """What a payment for `months` months is lowered by."""
        counted = months if self.left is None else min(months, self.left)
        if self.percent is not None:
            return (2 * total * self.percent * counted + 100 * months) // (200 * months)
        return min(total, (self.amount or 0) * counted)


class SubscriptionRow(_Part):
    """A subscription."""

    ref: str
    status: Status
    items: list[ItemRow]
    interval: str
    anchor_day: int
    period_start: datetime
    period_end: datetime
    cancel_at_end: bool = False
    unpaid_since: datetime | None = None

    @property
    def total(self) -> int:
        """One period's price."""
        return sum(row.amount * row.quantity for row in self.items)

    @property
    def months(self) -> int:
        """Of one period."""
        return 12 if self.interval == "year" else 1


class PageRow(_Part):
    """A hosted page: a checkout that waits, or the portal."""

    kind: Literal["checkout", "portal"]
    key: str
    fingerprint: str
    state: Literal["open", "declined", "done"]
    success_url: str
    cancel_url: str
    interval: str = "month"
    items: list[ItemRow] = []
    coupon: CouponRow | None = None


class PendingEvent(_Part):
    """A webhook that has not been taken yet."""

    id: str
    type: str
    subscription: str | None
    at: datetime
    due_at: datetime
    attempts: int = 0


class Book(_Part):
    """Everything of one customer."""

    id: str
    version: int
    reference: str
    currency: str
    email: str
    card_works: bool = True
    credit: int = 0
    """Below zero: to be paid with the next invoice."""
    credits: dict[str, int] = {}
    """Credit that was given or taken back, by its key."""
    coupon: CouponRow | None = None
    current: SubscriptionRow | None = None
    invoices: list[InvoiceRow] = []
    pages: dict[str, PageRow] = {}
    changes: dict[str, str] = {}
    """Keys of changes that were made, with their fingerprints."""
    events: list[PendingEvent] = []
    made: int = 0
    """How many subscriptions there were: part of the next one's name."""

    @property
    def due_at(self) -> datetime | None:
        """When something happens by itself."""
        times = [event.due_at for event in self.events]
        if self.current is not None and self.current.status in (Status.ACTIVE, Status.PAST_DUE):
            times.append(self.current.period_end)
        return min(times, default=None)
