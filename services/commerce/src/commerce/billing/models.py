"""Tables of billing. All of a tenant; coupons and the mock's books are the platform's own."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.billing.states import State
from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of


class Subscription(TenantRow, Timestamps, Base):
    """What a business has agreed to pay, as last read from whoever collects it. One a tenant; a
    tenant on a trial has none until its end is near."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("tenant_id", name="uq_subscriptions_tenant_id"),
        one_of("state", State),
        Index(
            "uq_subscriptions_provider_ref",
            "provider",
            "provider_ref",
            unique=True,
            postgresql_where=text("provider_ref is not null"),
        ),
        Index("ix_subscriptions_due_at", "due_at", postgresql_where=text("due_at is not null")),
    )

    state: Mapped[str]
    state_since: Mapped[datetime]
    plan: Mapped[str]
    interval: Mapped[str | None]
    add_ons: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'::jsonb"), comment="name -> how many"
    )
    provider: Mapped[str | None]
    provider_ref: Mapped[str | None]
    customer_ref: Mapped[str | None]
    period_start: Mapped[datetime | None]
    period_end: Mapped[datetime | None]
    cancel_at_end: Mapped[bool] = mapped_column(server_default=text("false"))
    card: Mapped[str | None]
    card_fingerprint: Mapped[str | None]
    test: Mapped[bool] = mapped_column(server_default=text("false"))
    checked_at: Mapped[datetime | None] = mapped_column(
        comment="the provider's state was read after this moment"
    )
    due_at: Mapped[datetime | None] = mapped_column(comment="when the clock looks at it")
    version: Mapped[int] = mapped_column(
        server_default=text("1"), comment="part of the keys of what is asked of the provider"
    )
    page_provider: Mapped[str | None] = mapped_column(comment="whose checkout page is open")
    page_ref: Mapped[str | None]
    page_mark: Mapped[str | None] = mapped_column(comment="what was asked for on it")


class SubscriptionInvoice(TenantRow, Base):
    """A bill of the platform to a business, as the provider has it."""

    __tablename__ = "subscription_invoices"
    __table_args__ = (
        UniqueConstraint("tenant_id", "provider", "provider_ref"),
        CheckConstraint("status in ('open', 'paid', 'void')", name="status"),
        Index("ix_subscription_invoices_created", "tenant_id", "created_at"),
    )

    provider: Mapped[str]
    provider_ref: Mapped[str]
    number: Mapped[str | None]
    status: Mapped[str]
    total: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    created_at: Mapped[datetime]
    period_start: Mapped[datetime]
    period_end: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    url: Mapped[str | None]
    subscription_ref: Mapped[str | None]
    tax: Mapped[int] = mapped_column(Amount, server_default=text("0"), comment="of the total")
    paid: Mapped[int] = mapped_column(
        Amount, server_default=text("0"), comment="what came in as money: the rest was credit"
    )
    refunded: Mapped[int] = mapped_column(Amount, server_default=text("0"))
    read_at: Mapped[datetime | None] = mapped_column(
        comment="the provider's word was read after this moment"
    )


class BillingCredit(TenantRow, Base):
    """Credit that the business's next bills take first, or that was taken back: an entry each.
    What is owed is the sum; an entry is `waiting` until whoever collects has it in their books."""

    __tablename__ = "billing_credits"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("state in ('waiting', 'applied', 'refused')", name="state"),
        CheckConstraint("(state = 'applied') = (provider_ref is not null)", name="applied"),
        Index("ix_billing_credits_created", "tenant_id", "created_at", "id"),
    )

    key: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount, comment="below zero: taken back")
    currency: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    provider: Mapped[str | None]
    provider_ref: Mapped[str | None]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]


class SubscriptionEvent(TenantRow, Base):
    """Inbox: each event is taken once; what it means is then read from the provider."""

    __tablename__ = "subscription_events"
    __table_args__ = (UniqueConstraint("tenant_id", "provider", "event_id"),)

    provider: Mapped[str]
    event_id: Mapped[str]
    type: Mapped[str]
    provider_ref: Mapped[str]
    received_at: Mapped[datetime]


class CouponRedemption(TenantRow, Base):
    """A business has used a coupon, once."""

    __tablename__ = "coupon_redemptions"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    code: Mapped[str]
    redeemed_at: Mapped[datetime]


class BillingCoupon(Base):
    """What an operator of the platform gives away."""

    __tablename__ = "billing_coupons"
    __table_args__ = (
        CheckConstraint("(percent is null) <> (amount is null)", name="one"),
        CheckConstraint("percent between 1 and 100", name="percent"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("months > 0", name="months"),
        CheckConstraint("redeemed >= 0 and redeemed <= most", name="redeemed"),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True, comment="upper case")
    percent: Mapped[int | None]
    amount: Mapped[int | None] = mapped_column(Amount, comment="US cents off each month's payment")
    months: Mapped[int | None] = mapped_column(comment="paid months it counts for; null: all")
    redeem_by: Mapped[datetime | None]
    most: Mapped[int | None] = mapped_column(comment="businesses that may use it")
    redeemed: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]


class MockSubscriptionRow(Base):
    """The mock provider's own books: what Stripe would keep on its side. No API reads them."""

    __tablename__ = "mock_subscriptions"
    __table_args__ = (
        Index(
            "ix_mock_subscriptions_due_at", "due_at", postgresql_where=text("due_at is not null")
        ),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    due_at: Mapped[datetime | None]
    body: Mapped[str] = mapped_column(Text, comment="the book as JSON")
