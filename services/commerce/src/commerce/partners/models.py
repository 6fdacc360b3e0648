"""Tables of partners. Those of a partner are the partner's; `introductions_taken` is the row of the
business that was brought. Two businesses never share a row."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from commerce.partners.states import Earned, Entry, Kind, Paying, Stage
from ecomm_core.db.models import Amount, TenantRow, one_of, tenant_fk


class PartnerCode(TenantRow, Base):
    """What a partner's link ends with. Of each kind a business has one, for good."""

    __tablename__ = "partner_codes"
    __table_args__ = (
        UniqueConstraint("code", name="uq_partner_codes_code"),
        UniqueConstraint("tenant_id", "kind"),
        one_of("kind", Kind),
    )

    code: Mapped[str]
    kind: Mapped[str]
    created_at: Mapped[datetime]


class Affiliate(TenantRow, Base):
    """A business that earns with what others pay, and where it is paid."""

    __tablename__ = "affiliates"
    __table_args__ = (UniqueConstraint("tenant_id", name="uq_affiliates_tenant_id"),)

    terms_version: Mapped[str]
    joined_at: Mapped[datetime]
    joined_by: Mapped[str]
    payee_name: Mapped[str]
    payee_account: Mapped[str] = mapped_column(comment="sealed")
    payee_hint: Mapped[str] = mapped_column(comment="its last signs")


class AffiliateDay(TenantRow, Base):
    """How often an affiliate's link was followed on a day: a number, of nobody."""

    __tablename__ = "affiliate_days"
    __table_args__ = (
        UniqueConstraint("tenant_id", "day"),
        CheckConstraint("visits > 0", name="visits"),
    )

    day: Mapped[date] = mapped_column(comment="UTC")
    visits: Mapped[int]


class Introduction(TenantRow, Base):
    """A business that was brought, as its partner sees it."""

    __tablename__ = "introductions"
    __table_args__ = (
        UniqueConstraint("business_id", name="uq_introductions_business_id"),
        one_of("kind", Kind),
        one_of("stage", Stage),
        CheckConstraint("credit >= 0", name="credit"),
        CheckConstraint("(stage = 'refused') = (reason is not null)", name="reason"),
        CheckConstraint(
            "stage not in ('credited', 'settled', 'clawed_back') or invoice_ref is not null",
            name="invoice",
        ),
        Index("ix_introductions_joined", "tenant_id", "kind", "joined_at", "id"),
    )

    kind: Mapped[str]
    business_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(comment="a first name and a letter")
    stage: Mapped[str]
    reason: Mapped[str | None]
    credit: Mapped[int] = mapped_column(Amount, comment="that each side was promised")
    currency: Mapped[str]
    joined_at: Mapped[datetime]
    first_paid_at: Mapped[datetime | None]
    provider: Mapped[str | None]
    invoice_ref: Mapped[str | None]
    settle_at: Mapped[datetime | None]


class IntroductionTaken(TenantRow, Base):
    """By whom a business was brought, as it sees that itself; and when the clock looks at what its
    partner earned with it."""

    __tablename__ = "introductions_taken"
    __table_args__ = (
        UniqueConstraint("tenant_id", name="uq_introductions_taken_tenant_id"),
        one_of("kind", Kind),
        one_of("stage", Stage),
        Index(
            "ix_introductions_taken_look_at",
            "look_at",
            postgresql_where=text("look_at is not null"),
        ),
    )

    partner_id: Mapped[UUID]
    kind: Mapped[str]
    partner_name: Mapped[str]
    stage: Mapped[str]
    credit: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    taken_at: Mapped[datetime]
    look_at: Mapped[datetime | None]


class AffiliatePayout(TenantRow, Base):
    """Approved commission that the operator pays in one sum."""

    __tablename__ = "affiliate_payouts"
    __table_args__ = (
        one_of("state", Paying),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(
            "(state = 'paid') = (paid_at is not null and reference is not null)", name="paid"
        ),
        Index(
            "uq_affiliate_payouts_open",
            "tenant_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_affiliate_payouts_opened", "tenant_id", "opened_at", "id"),
    )

    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    reference: Mapped[str | None]


class Commission(TenantRow, Base):
    """What an affiliate earned with one bill. `kept` is `amount` less what was taken back."""

    __tablename__ = "commissions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "provider", "invoice_ref"),
        one_of("state", Earned),
        CheckConstraint("kept between 0 and amount", name="kept"),
        CheckConstraint("rate_ppm between 1 and 1000000", name="rate"),
        CheckConstraint("(state = 'clawed_back') = (kept = 0)", name="clawed"),
        CheckConstraint("state <> 'paid' or payout_id is not null", name="paid"),
        tenant_fk("introduction_id", "introductions"),
        tenant_fk("payout_id", "affiliate_payouts"),
        Index("ix_commissions_earned", "tenant_id", "earned_at", "id"),
        Index("ix_commissions_introduction", "tenant_id", "introduction_id"),
    )

    introduction_id: Mapped[UUID]
    provider: Mapped[str]
    invoice_ref: Mapped[str]
    net: Mapped[int] = mapped_column(Amount, comment="paid, without tax, when it was earned")
    rate_ppm: Mapped[int]
    amount: Mapped[int] = mapped_column(Amount)
    kept: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    state: Mapped[str]
    earned_at: Mapped[datetime]
    settle_at: Mapped[datetime]
    payout_id: Mapped[UUID | None]


class LedgerEntry(TenantRow, Base):
    """A movement of what an affiliate is owed; what is owed is their sum. Never changed."""

    __tablename__ = "commission_ledger"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        one_of("kind", Entry),
        CheckConstraint("pending <> 0 or payable <> 0", name="moves"),
        CheckConstraint("(commission_id is null) = (kind = 'paid')", name="about"),
        tenant_fk("commission_id", "commissions"),
        tenant_fk("payout_id", "affiliate_payouts"),
        Index("ix_commission_ledger_at", "tenant_id", "at", "id"),
    )

    key: Mapped[str]
    kind: Mapped[str]
    pending: Mapped[int] = mapped_column(Amount)
    payable: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    commission_id: Mapped[UUID | None]
    payout_id: Mapped[UUID | None]
    at: Mapped[datetime]
