"""The subscription port: merchants pay the platform for their plan.

Amounts are minor units of `currency`. Adapters keep no state of ours, open no database and never
hold a transaction. Errors are those of the payment port (`payments.errors`): a refusal, or an
outcome that is unknown and may be asked again under the same key.

An event is only a hint that something changed: it names the subscription, and the truth is read
with `fetch`. Doubled and out-of-order events therefore change nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Status(StrEnum):
    """Where a subscription stands at the provider. `incomplete` was never paid; `past_due` has an
    invoice that was not; `ended` is final."""

    INCOMPLETE = "incomplete"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    ENDED = "ended"


class InvoiceStatus(StrEnum):
    """Whether an invoice was paid."""

    OPEN = "open"
    PAID = "paid"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a price that comes again each period.

    name: ours, stable: a plan's or an add-on's. title: for people. amount: of one piece and period.
    """

    name: str
    title: str
    amount: int
    quantity: int = 1

    @property
    def total(self) -> int:
        """All pieces."""
        return self.amount * self.quantity


@dataclass(frozen=True, slots=True)
class Coupon:
    """Money off: a share, or an amount each period; for some months, or for ever (None).

    `months` counts paid months: a yearly payment uses twelve at once.
    """

    code: str
    percent: int | None = None
    amount: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """A subscription to begin on the provider's hosted page.

    reference: our tenant, comes back in every state. items: the first is the plan. interval:
    `month` or `year`. A retry must pass an equal request under the same key.
    """

    idempotency_key: str
    reference: str
    email: str
    currency: str
    interval: str
    items: tuple[Item, ...]
    success_url: str
    cancel_url: str
    customer_ref: str | None = None
    coupon: Coupon | None = None


@dataclass(frozen=True, slots=True)
class HostedPage:
    """Where to send the merchant."""

    ref: str
    url: str


@dataclass(frozen=True, slots=True)
class SubscriptionState:
    """The truth about one subscription, read from the provider. `items` is name -> quantity."""

    provider: str
    ref: str
    customer_ref: str
    reference: str
    status: Status
    items: Mapping[str, int]
    interval: str
    currency: str
    period_start: datetime
    period_end: datetime
    cancel_at_end: bool
    card: str | None = None
    test: bool = False
    card_fingerprint: str | None = None
    """The provider's name of the card, the same wherever it is used; None where it says none."""


@dataclass(frozen=True, slots=True)
class InvoiceState:
    """One invoice. `url`: the provider's page of it, where it can be paid or printed.

    Of `total`, `tax` goes to the state, and `paid` is what came in as money: the rest was credit.
    `refunded` is what was given back since.
    """

    ref: str
    number: str | None
    status: InvoiceStatus
    total: int
    currency: str
    created_at: datetime
    period_start: datetime
    period_end: datetime
    paid_at: datetime | None
    url: str | None
    subscription_ref: str
    tax: int
    paid: int
    refunded: int


@dataclass(frozen=True, slots=True)
class CreditRequest:
    """Credit that a customer's next invoices take first; a negative amount is asked for with the
    next one. `key` is ours and stands for one credit for ever."""

    key: str
    customer_ref: str
    amount: int
    currency: str
    text: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What a change adds (or, negative, gives back)."""

    text: str
    amount: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change costs now, and what each period costs after it. `credit` stays for the next
    invoices where more comes back than is due. `next_at`: when the next period is paid."""

    lines: tuple[PreviewLine, ...]
    due_now: int
    credit: int
    each_period: int
    currency: str
    next_at: datetime
    at: datetime
    """The moment the sums were made for; the change is made as of it, so that they hold."""


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Other items, or another interval, of a running subscription, as of `at`."""

    idempotency_key: str
    ref: str
    interval: str
    items: tuple[Item, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """A subscription that should never have begun: it has ended, and `refunded` of `currency` was
    given back, now or before."""

    refunded: int
    currency: str


@dataclass(frozen=True, slots=True)
class SubscriptionEvent:
    """A verified webhook about a subscription; `ref` is what to `fetch`, None where it is about
    none yet (a page that was left). `reference` is ours where the event says it."""

    provider: str
    event_id: str
    type: str
    ref: str | None
    reference: str | None
    occurred_at: datetime


@runtime_checkable
class SubscriptionProvider(Protocol):
    """Who collects the fees. Any method but `parse_webhook` may raise `ProviderUnavailable` or
    `ProviderRefused`; no other exception leaves an adapter."""

    @property
    def name(self) -> str:
        """Stable short name, as in the webhooks' route: `stripe`, `mock`."""
        ...

    async def open_checkout(self, request: CheckoutRequest) -> HostedPage:
        """Open a hosted page that begins a subscription. Idempotent by key."""
        ...

    async def close_page(self, ref: str) -> bool:
        """Let nobody pay on a checkout's page any more; False where somebody has. Idempotent."""
        ...

    async def undo(self, ref: str) -> Undone:
        """End a subscription at once and give back all that was paid for it. Idempotent."""
        ...

    async def open_portal(self, customer_ref: str, *, return_url: str) -> HostedPage:
        """The provider's page where the means of payment is changed and open bills are paid."""
        ...

    async def fetch(self, ref: str) -> SubscriptionState:
        """Read the truth. `ProviderRefused` (`not_found`) for an unknown one."""
        ...

    async def invoices(self, ref: str) -> tuple[InvoiceState, ...]:
        """The last 24 invoices, the newest first."""
        ...

    async def preview(
        self, ref: str, *, interval: str, items: tuple[Item, ...], at: datetime
    ) -> Preview:
        """What a change would cost as of `at`; changes nothing."""
        ...

    async def change(self, request: ChangeRequest) -> SubscriptionState:
        """Change it now; the difference is invoiced at once. Idempotent by key."""
        ...

    async def cancel_at_end(self, ref: str, *, on: bool) -> SubscriptionState:
        """Let it end with its period, or take that back."""
        ...

    async def add_credit(self, request: CreditRequest) -> str:
        """Give a customer credit, or take it back; the provider's name of it. Idempotent by key,
        however much later it is asked again: what was given is found."""
        ...

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> SubscriptionEvent | None:
        """Verify the signature over the raw bytes and read the event; None where it is not about
        subscriptions. Raises `InvalidSignature`."""
        ...
