"""The payment port: what commerce asks of any payment provider.

Money is always in *our* minor units (ISO 4217 digits as the money rules give them) with an
upper-case currency code; each adapter converts with its provider's own exponent table. Times are
aware UTC datetimes. Adapters keep no state of ours, open no database and never hold a transaction.

A provider event is only a hint that something changed: `parse_webhook` says *which* payment, and
the truth is then read with `fetch`. Doubled and out-of-order events therefore change nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from ecomm_connectors.payments.disputes import DisputeEvidence, DisputeState


class PaymentStatus(StrEnum):
    """Where a payment stands at the provider.

    `failed` is not final while the session lives: hosted pages let the shopper try another card,
    so a failed payment may still become captured. `cancelled` and `expired` are final.
    Refunds do not change the status: read `amount_refunded`.
    """

    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class RefundStatus(StrEnum):
    """Where a refund stands; `pending` settles later, `failed` gave the money back to us."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class CaptureMethod(StrEnum):
    """Take the money at once, or only authorise it and `capture` later."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class EntryKind(StrEnum):
    """What moved money, for reconciliation."""

    CHARGE = "charge"
    REFUND = "refund"
    DISPUTE = "dispute"
    DISPUTE_RETURN = "dispute_return"


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """One line on the hosted page. `amount` is the whole line's gross, not the unit price, ≥ 0.

    Lines are for display: where they do not add up to the session's amount (part of the order was
    paid by gift card, say) the page shows the amount as a single line instead.
    """

    name: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """A payment to be made on the provider's hosted page.

    A retry must pass an *equal* request: the idempotency key covers every field.

    idempotency_key: ours, persisted before the call; ≤ 255 characters.
    reference: our payment id; comes back in every state, event and reconciliation entry.
    amount: > 0, minor units. currency: ISO 4217, upper case.
    requested_at: when the intent was recorded; the provider's limits on `expires_at` are applied
        relative to it, so that a retry minutes later sends the same bytes.
    expires_at: wanted end of the session; the provider may lengthen it (see `SessionCreated`).
    success_url, cancel_url: absolute http(s); the shopper returns there by GET. Neither proves
        anything: only `fetch` does.
    shop_name: shown to the shopper; hostile text, adapters escape it.
    locale: BCP 47 tag for the page, None lets the provider choose.
    metadata: ids for support (tenant, store, checkout); ≤ 20 entries, keys ≤ 40 and values ≤ 500
        characters, no personal data.
    payout_account: the merchant's account at the provider the money goes on to (`PayoutAccounts`);
        None leaves it on the platform's own.
    """

    idempotency_key: str
    reference: str
    amount: int
    currency: str
    requested_at: datetime
    expires_at: datetime
    success_url: str
    cancel_url: str
    shop_name: str
    lines: tuple[DisplayLine, ...] = ()
    customer_email: str | None = None
    locale: str | None = None
    capture_method: CaptureMethod = CaptureMethod.AUTOMATIC
    metadata: Mapping[str, str] = field(default_factory=dict)
    payout_account: str | None = None


@dataclass(frozen=True, slots=True)
class SessionCreated:
    """A hosted session that waits for the shopper.

    provider_ref: the provider's id of this payment; store it, all other calls take it.
    payment_url: where to send the shopper.
    expires_at: the provider's real end, never earlier than asked: hold stock until 5 minutes later.
    test: no money will move.
    """

    provider_ref: str
    payment_url: str
    expires_at: datetime
    test: bool


@dataclass(frozen=True, slots=True)
class Payer:
    """What the provider knows of who paid, for judging fraud; each None where it does not say.

    card_fingerprint: the provider's own name of the card, the same for each use of it; never a
        number. country: of the billing address, ISO 3166-1 alpha-2. email: as given to the
        provider; compare it and do not keep it.
    """

    card_fingerprint: str | None = None
    country: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentState:
    """The truth about one payment, read from the provider.

    reference: ours, as given to `create_session`; empty when the object was not made by us.
    amount: what was asked. amount_captured and amount_refunded: what moved so far; the first is
        not lowered by refunds. amount_refunded counts refunds that are pending or succeeded.
    failure_code, failure_message: of the last failed try, None when there was none.
    payment_url: where the shopper can still pay, None once that is over.
    payer: who paid, None until somebody did or where the provider does not say.
    """

    provider: str
    provider_ref: str
    reference: str
    status: PaymentStatus
    currency: str
    amount: int
    amount_captured: int
    amount_refunded: int
    test: bool
    failure_code: str | None = None
    failure_message: str | None = None
    payment_url: str | None = None
    expires_at: datetime | None = None
    payer: Payer | None = None


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Give back `amount` (> 0, minor units of the payment's `currency`) of a captured payment.

    reference: our refund id; comes back in `RefundState` and in reconciliation.
    """

    idempotency_key: str
    reference: str
    provider_ref: str
    amount: int
    currency: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefundState:
    """The truth about one refund. `refund_ref` is the provider's id, `reference` is ours."""

    provider: str
    refund_ref: str
    provider_ref: str
    reference: str
    status: RefundStatus
    amount: int
    currency: str
    failure_code: str | None = None
    failure_message: str | None = None


@dataclass(frozen=True, slots=True)
class MoneyEntry:
    """One movement of money at the provider, to be matched against our ledger.

    entry_ref: the provider's id of the movement. provider_ref: of the payment it belongs to, in a
    form that `fetch` takes. reference: our payment id (charges) or refund id (refunds), empty when
    the movement was not made by us. amount: > 0, refunds too.
    settled: the money has moved for good; false for a pending refund.
    metadata: what we gave with the payment or refund; empty when it was not made by us.

    A dispute is one entry when its amount was withdrawn and another when it came back; both carry
    the dispute's id as `entry_ref`, and no reference.
    """

    kind: EntryKind
    entry_ref: str
    provider_ref: str
    reference: str
    amount: int
    currency: str
    settled: bool
    occurred_at: datetime
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """A verified webhook. Insert (provider, event_id) UNIQUE, answer 2xx, then `fetch`.

    type: the provider's own name, for logs. provider_ref: what to `fetch`, None when the event
    concerns no payment of ours (answer 2xx and forget it). For providers whose events name an inner
    object this may differ from the stored ref: match by `fetch(...).provider_ref` or `.reference`.
    dispute_ref: set where it is about a dispute of that payment (read `fetch_dispute`).
    account_ref: set where it is about a payout account instead (read `fetch_account`).
    declined: the shopper tried to pay and was refused, once for each event of this kind.
    """

    provider: str
    event_id: str
    type: str
    provider_ref: str | None
    occurred_at: datetime
    dispute_ref: str | None = None
    account_ref: str | None = None
    declined: bool = False


@runtime_checkable
class PaymentProvider(Protocol):
    """A payment provider. Any method but `parse_webhook` and `amount_step` may raise
    `ProviderUnavailable` (outcome unknown) or `ProviderRefused` (nothing happened); no other
    exception leaves an adapter. Each call ends within 15 seconds per request made.
    """

    @property
    def name(self) -> str:
        """Stable short name, used in routes and rows: `stripe`, `mock`."""
        ...

    def amount_step(self, currency: str) -> int:
        """The amount in our minor units that chargeable amounts must be multiples of.

        1 for most; 10 for KWD at Stripe, 100 for ISK. Raises `ProviderRefused`
        (`currency_unsupported`) for a code that is not three letters or is not supported.
        """
        ...

    async def create_session(self, request: SessionRequest) -> SessionCreated:
        """Open a hosted session. Idempotent by key: an equal request gives the same session; a
        different one under the same key is `ProviderRefused` (`idempotency_conflict`)."""
        ...

    async def fetch(self, provider_ref: str) -> PaymentState:
        """Read the truth. Takes a session's ref or the ref of a `ProviderEvent` or `MoneyEntry`.
        `ProviderRefused` (`not_found`) for an unknown one."""
        ...

    async def find(self, reference: str, *, since: datetime) -> PaymentState | None:
        """Look a payment up by *our* reference among the sessions made at or after `since`, newest
        first; None when there is none. For outcomes that stay unknown; may take several requests.
        """
        ...

    async def capture(self, provider_ref: str, *, idempotency_key: str) -> PaymentState:
        """Take the whole authorised amount. Already captured: returns that state.
        `ProviderRefused` (`not_capturable`) in any other status."""
        ...

    async def cancel(self, provider_ref: str) -> PaymentState:
        """Close the session, or void the authorisation, so that it can never be paid; idempotent.

        Returns the state afterwards: the caller must look at `status`, because a shopper who paid
        first leaves it `captured` (then refund), and money under way leaves it `processing`.
        """
        ...

    async def refund(self, request: RefundRequest) -> RefundState:
        """Give money back. Idempotent by key. `ProviderRefused` (`refund_exceeds_captured`) when
        more than what is left was asked, (`not_refundable`) when nothing was captured."""
        ...

    async def list_refunds(self, provider_ref: str) -> tuple[RefundState, ...]:
        """All refunds of a payment, oldest first."""
        ...

    def list_since(
        self, since: datetime, *, until: datetime | None = None
    ) -> AsyncIterator[MoneyEntry]:
        """Every charge that took money, every refund not failed or cancelled, and every time a
        dispute took money or gave it back, with since ≤ occurred_at < until; order unspecified.
        For the daily reconciliation."""
        ...

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """Read the truth about a dispute. `ProviderRefused` (`not_found`) for an unknown one."""
        ...

    async def submit_evidence(
        self, dispute_ref: str, evidence: DisputeEvidence, *, idempotency_key: str
    ) -> DisputeState:
        """Send evidence to the bank, for good. `ProviderRefused` (`evidence_closed`) where no
        answer is wanted (any more)."""
        ...

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> ProviderEvent:
        """Verify the signature over the raw bytes (constant time, ± 300 s around `now`) and read
        the event. Raises `InvalidSignature` for anything else, never another exception."""
        ...
