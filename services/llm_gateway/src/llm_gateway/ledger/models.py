"""Tables of the ledger. Amounts are micro-dollars, exact to six places."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import TenantRow, one_of
from llm_gateway.db import Base

MICRO: Final = Numeric(24, 6)


class Outcome(StrEnum):
    """How a call ended."""

    OK = "ok"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """The client went away; what was made until then is billed."""
    UNKNOWN = "unknown"
    """Nobody can tell whether the provider answered, and bills."""


class UsageCall(TenantRow, Base):
    """One call. Append-only, kept for a while."""

    __tablename__ = "usage_calls"
    __table_args__ = (
        one_of("outcome", Outcome),
        CheckConstraint("priced = (cost is not null)", name="priced"),
        CheckConstraint(
            "least(input_tokens, cached_tokens, cache_write_tokens, output_tokens, "
            "reasoning_tokens, ms, charged) >= 0",
            name="amounts",
        ),
        Index("ix_usage_calls_at", "tenant_id", "at", "id"),
        Index("ix_usage_calls_old", "at"),
    )

    at: Mapped[datetime]
    key_id: Mapped[UUID]
    service: Mapped[str]
    feature: Mapped[str]
    asked: Mapped[str] = mapped_column(comment="the model or route that was asked for")
    provider: Mapped[str]
    model: Mapped[str]
    input_tokens: Mapped[int] = mapped_column(BigInteger)
    cached_tokens: Mapped[int] = mapped_column(BigInteger)
    cache_write_tokens: Mapped[int] = mapped_column(BigInteger)
    output_tokens: Mapped[int] = mapped_column(BigInteger)
    reasoning_tokens: Mapped[int] = mapped_column(BigInteger)
    cost: Mapped[Decimal | None] = mapped_column(MICRO, comment="null: no price is known")
    charged: Mapped[Decimal] = mapped_column(
        MICRO, comment="against budgets: the cost, or the worst case where it is unknown"
    )
    priced: Mapped[bool]
    price_version: Mapped[int | None]
    outcome: Mapped[str]
    stream: Mapped[bool]
    ms: Mapped[int] = mapped_column(BigInteger)


class UsageDay(Base):
    """Sums of a day (UTC): what is kept for good."""

    __tablename__ = "usage_days"
    __table_args__ = (CheckConstraint("calls > 0", name="calls"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(BigInteger)
    failed: Mapped[int] = mapped_column(BigInteger)
    unpriced: Mapped[int] = mapped_column(BigInteger, comment="calls whose cost nobody knows")
    input_tokens: Mapped[int] = mapped_column(BigInteger)
    cached_tokens: Mapped[int] = mapped_column(BigInteger)
    cache_write_tokens: Mapped[int] = mapped_column(BigInteger)
    output_tokens: Mapped[int] = mapped_column(BigInteger)
    reasoning_tokens: Mapped[int] = mapped_column(BigInteger)
    cost: Mapped[Decimal] = mapped_column(MICRO, comment="of the priced calls")
    charged: Mapped[Decimal] = mapped_column(MICRO)
