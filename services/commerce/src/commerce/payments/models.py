"""Tables of payments: attempts, refunds, and the inbox of provider events."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class PaymentStatus(StrEnum):
    """A payment attempt's states (rules §6)."""

    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"
    VOIDED = "voided"
    EXPIRED = "expired"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    WON = "won"
    LOST = "lost"


class RefundStatus(StrEnum):
    """`pending` is written before the provider is called."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Payment(TenantRow, Timestamps, Base):
    """One attempt at a provider. `provider_ref` is null until the provider has answered."""

    __tablename__ = "payments"
    __table_args__ = (
        tenant_fk("checkout_id", "checkouts"),
        one_of("status", PaymentStatus),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("captured between 0 and amount", name="captured"),
        CheckConstraint("refunded between 0 and captured", name="refunded"),
        UniqueConstraint("tenant_id", "checkout_id", "attempt"),
        Index(
            "uq_payments_provider_ref",
            "provider",
            "provider_ref",
            unique=True,
            postgresql_where=text("provider_ref is not null"),
        ),
        Index("ix_payments_order", "tenant_id", "order_id"),
        Index(
            "ix_payments_card",
            "tenant_id",
            "store_id",
            "card_fingerprint",
            postgresql_where=text("card_fingerprint is not null"),
        ),
    )

    store_id: Mapped[UUID]
    checkout_id: Mapped[UUID]
    order_id: Mapped[UUID | None]
    attempt: Mapped[int]
    provider: Mapped[str]
    provider_ref: Mapped[str | None]
    status: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    captured: Mapped[int] = mapped_column(Amount, default=0)
    refunded: Mapped[int] = mapped_column(Amount, default=0)
    test: Mapped[bool]
    payment_url: Mapped[str | None]
    failure_code: Mapped[str | None]
    failure_message: Mapped[str | None]
    payout_account: Mapped[str | None] = mapped_column(
        comment="the merchant's account at the provider that the money goes on to"
    )
    content_hash: Mapped[bytes] = mapped_column(
        LargeBinary, comment="of what this attempt pays for; another content is never bought by it"
    )
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    checked_at: Mapped[datetime | None] = mapped_column(
        comment="the provider's state was read after this moment"
    )
    capture_late: Mapped[bool] = mapped_column(
        server_default=text("false"),
        comment="only authorised at first; taken once the fraud check has cleared the order",
    )
    card_fingerprint: Mapped[str | None] = mapped_column(
        comment="the provider's name of the card; let go with its checkout's traces"
    )
    billing_country: Mapped[str | None]
    payer_matches: Mapped[bool | None] = mapped_column(
        comment="whether the e-mail address given to the provider is the checkout's"
    )


class Refund(TenantRow, Timestamps, Base):
    """Money given back through the provider that took it."""

    __tablename__ = "refunds"
    __table_args__ = (
        tenant_fk("payment_id", "payments"),
        one_of("status", RefundStatus),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_refunds_payment", "tenant_id", "payment_id"),
        Index("ix_refunds_order_refund", "tenant_id", "order_refund_id"),
    )

    store_id: Mapped[UUID]
    payment_id: Mapped[UUID]
    order_id: Mapped[UUID | None]
    order_refund_id: Mapped[UUID | None] = mapped_column(
        comment="the order's refund this is a part of; null where money bought nothing"
    )
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    provider_ref: Mapped[str | None]
    failure_message: Mapped[str | None]


class ProviderEvent(TenantRow, Base):
    """Inbox: each event of a provider is taken once, then the object is fetched again."""

    __tablename__ = "provider_events"
    __table_args__ = (
        UniqueConstraint("tenant_id", "provider", "event_id"),
        Index(
            "ix_provider_events_declined",
            "tenant_id",
            "payment_id",
            postgresql_where=text("declined"),
        ),
    )

    provider: Mapped[str]
    event_id: Mapped[str]
    type: Mapped[str]
    provider_ref: Mapped[str]
    received_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]
    payment_id: Mapped[UUID | None]
    declined: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="the shopper tried to pay and was refused"
    )


class MockSessionRow(Base):
    """The mock provider's own books: what Stripe would keep on its side. No tenant may read it
    through an API; the mock's session id is the only way in."""

    __tablename__ = "mock_sessions"
    __table_args__ = (
        Index(
            "ix_mock_sessions_due",
            "next_due_at",
            postgresql_where=text("next_due_at is not null"),
        ),
        Index("ix_mock_sessions_changed", "changed_at"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    changed_at: Mapped[datetime]
    next_due_at: Mapped[datetime | None]
    body: Mapped[str] = mapped_column(Text, comment="the session as JSON")
