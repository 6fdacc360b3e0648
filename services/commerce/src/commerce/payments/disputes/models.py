"""Table of disputes: a shopper's bank asks for the money of a payment back."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_connectors.payments.disputes import DisputeStatus
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class EvidenceState(StrEnum):
    """What became of the merchant's answer: asked for, with the bank, or not taken."""

    NONE = "none"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


class Dispute(TenantRow, Timestamps, Base):
    """What the provider says of a dispute, and what the merchant answered. `withdrawn`, `returned`
    and `fee` move the ledger when they change (payments/sql)."""

    __tablename__ = "disputes"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("payment_id", "payments"),
        one_of("status", DisputeStatus),
        one_of("evidence_state", EvidenceState),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("0 <= returned and returned <= withdrawn", name="moved"),
        CheckConstraint("fee >= 0", name="fee"),
        UniqueConstraint("tenant_id", "provider", "provider_ref"),
        Index("ix_disputes_store", "tenant_id", "store_id", "opened_at", "id"),
        Index("ix_disputes_payment", "tenant_id", "payment_id"),
        Index("ix_disputes_order", "tenant_id", "order_id"),
    )

    store_id: Mapped[UUID]
    payment_id: Mapped[UUID]
    order_id: Mapped[UUID | None]
    provider: Mapped[str]
    provider_ref: Mapped[str]
    status: Mapped[str]
    inquiry: Mapped[bool]
    reason: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    withdrawn: Mapped[int] = mapped_column(Amount)
    returned: Mapped[int] = mapped_column(Amount)
    fee: Mapped[int] = mapped_column(Amount)
    fee_currency: Mapped[str]
    due_by: Mapped[datetime | None]
    submissions: Mapped[int]
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what the merchant wrote")
    evidence_state: Mapped[str]
    evidence_error: Mapped[str | None]
    test: Mapped[bool]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    checked_at: Mapped[datetime] = mapped_column(
        comment="the provider's state was read after this moment"
    )
