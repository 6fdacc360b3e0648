"""Tables of fraud checks."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import one_of, tenant_fk


class Outcome(StrEnum):
    """What a score leads to: `allow` and `review` go on (the second is listed for somebody to look
    at), `hold` stops the order until a person decides."""

    ALLOW = "allow"
    REVIEW = "review"
    HOLD = "hold"


class Decision(StrEnum):
    """What a person made of it. `closed`: the order was cancelled for another reason."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CLOSED = "closed"


class FraudSettings(Base):
    """How a store judges; without a row the defaults of `signals` hold."""

    __tablename__ = "fraud_settings"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("review_at between 1 and 100", name="review_at"),
        CheckConstraint("hold_at between review_at and 100", name="hold_at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    enabled: Mapped[bool]
    review_at: Mapped[int]
    hold_at: Mapped[int]
    capture_late: Mapped[bool] = mapped_column(
        comment="payments are only authorised at first, and taken once their order is cleared"
    )
    updated_at: Mapped[datetime]


class FraudCheck(Base):
    """An order's check, made once. `signals` are all five, in their order:
    [{"code": "velocity", "points": 10, "most": 30, "words": "…"}]; their points add up to the
    score. The words name no person."""

    __tablename__ = "fraud_checks"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        one_of("outcome", Outcome),
        one_of("decision", Decision),
        CheckConstraint("score between 0 and 100", name="score"),
        CheckConstraint("(decision is null) = (decided_at is null)", name="decided"),
        Index("ix_fraud_checks_listed", "tenant_id", "store_id", "checked_at", "order_id"),
        Index(
            "ix_fraud_checks_waiting",
            "tenant_id",
            "store_id",
            "checked_at",
            postgresql_where=text("decision is null and outcome <> 'allow'"),
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    score: Mapped[int]
    outcome: Mapped[str]
    signals: Mapped[list[Any]]
    review_at: Mapped[int] = mapped_column(comment="the threshold as it was")
    hold_at: Mapped[int]
    held: Mapped[bool] = mapped_column(comment="it was this check that put the order on hold")
    checked_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    note: Mapped[str | None]
