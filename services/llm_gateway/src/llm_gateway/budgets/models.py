"""Tables of budgets. Amounts of periods and leases are micro-dollars, exact to six places."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk
from llm_gateway.db import Base

MICRO: Final = Numeric(24, 6)
MICRO_PER_MINOR: Final = 10_000
"""Micro-dollars of a cent."""


class Period(StrEnum):
    """How long a cap counts; calendar days and months, UTC."""

    DAY = "day"
    MONTH = "month"


class LeaseState(StrEnum):
    """What is known of who holds a lease."""

    OPEN = "open"
    LOST = "lost"
    """Its process said nothing for too long: what is not settled counts as spent."""


class Budget(TenantRow, Timestamps, Base):
    """A cap on what a tenant, or one of its keys, spends."""

    __tablename__ = "budgets"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["gateway_tenants.tenant_id"]),
        UniqueConstraint("tenant_id", "key_id", "period", postgresql_nulls_not_distinct=True),
        tenant_fk("key_id", "virtual_keys"),
        one_of("period", Period),
        CheckConstraint("cap >= 0", name="cap"),
        CheckConstraint("currency = 'USD'", name="currency"),
    )

    key_id: Mapped[UUID | None] = mapped_column(comment="null: the tenant's whole use")
    period: Mapped[str]
    cap: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    active: Mapped[bool]


class BudgetPeriod(Base):
    """What became of a budget in one period. spent + leased + lost never passes the cap."""

    __tablename__ = "budget_periods"
    __table_args__ = (
        tenant_fk("budget_id", "budgets", ondelete="CASCADE"),
        CheckConstraint("least(spent, leased, lost) >= 0", name="amounts"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    budget_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    spent: Mapped[Decimal] = mapped_column(MICRO, comment="as the ledger has it")
    leased: Mapped[Decimal] = mapped_column(MICRO, comment="of open leases, not settled")
    lost: Mapped[Decimal] = mapped_column(MICRO, comment="of lost leases, not settled")


class BudgetLease(TenantRow, Base):
    """What one process holds of a budget's period."""

    __tablename__ = "budget_leases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "budget_id", "starts_on"],
            [
                "budget_periods.tenant_id",
                "budget_periods.budget_id",
                "budget_periods.starts_on",
            ],
            ondelete="CASCADE",
        ),
        one_of("state", LeaseState),
        CheckConstraint("settled between 0 and amount", name="settled"),
        Index("ix_budget_leases_expires_at", "state", "expires_at"),
        Index("ix_budget_leases_budget", "tenant_id", "budget_id", "starts_on"),
    )

    budget_id: Mapped[UUID]
    starts_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(MICRO)
    settled: Mapped[Decimal] = mapped_column(MICRO)
    state: Mapped[str]
    process: Mapped[str]
    expires_at: Mapped[datetime]
