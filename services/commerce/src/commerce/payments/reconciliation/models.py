"""Tables of reconciliation: each run, and what did not match."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class RunStatus(StrEnum):
    """A run that cannot reach a provider fails and says so."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


class MismatchKind(StrEnum):
    """`missing`: the ledger has it and the provider does not; `unknown`: the other way round."""

    CHARGE_MISSING = "charge_missing"
    CHARGE_UNKNOWN = "charge_unknown"
    CHARGE_AMOUNT = "charge_amount"
    REFUND_MISSING = "refund_missing"
    REFUND_UNKNOWN = "refund_unknown"
    REFUND_AMOUNT = "refund_amount"
    DISPUTE_MISSING = "dispute_missing"
    DISPUTE_UNKNOWN = "dispute_unknown"
    DISPUTE_AMOUNT = "dispute_amount"
    DISPUTE_RETURN_MISSING = "dispute_return_missing"
    DISPUTE_RETURN_UNKNOWN = "dispute_return_unknown"
    DISPUTE_RETURN_AMOUNT = "dispute_return_amount"
    CURRENCY = "currency"


class ReconciliationRun(TenantRow, Timestamps, Base):
    """One comparison of a store's ledger with its providers over a time."""

    __tablename__ = "reconciliation_runs"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", RunStatus),
        Index("ix_reconciliation_runs_store", "tenant_id", "store_id", "id"),
    )

    store_id: Mapped[UUID]
    status: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    payments: Mapped[int] = mapped_column(comment="how many payments were compared")
    mismatches: Mapped[int] = mapped_column(comment="how many of them did not match")
    actor: Mapped[str]
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class Mismatch(TenantRow, Timestamps, Base):
    """Something that does not match. Found again by a later run it is the same row; not found again
    it is resolved by itself."""

    __tablename__ = "reconciliation_mismatches"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", MismatchKind),
        UniqueConstraint(
            "tenant_id",
            "store_id",
            "provider",
            "kind",
            "subject",
            name="uq_reconciliation_mismatches_subject",
        ),
        Index("ix_reconciliation_mismatches_store", "tenant_id", "store_id", "id"),
    )

    store_id: Mapped[UUID]
    run_id: Mapped[UUID] = mapped_column(comment="the latest run that found it")
    provider: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(comment="our payment's id, or the provider's own")
    payment_id: Mapped[UUID | None]
    provider_ref: Mapped[str | None]
    expected: Mapped[int] = mapped_column(Amount, comment="by the ledger")
    found: Mapped[int] = mapped_column(Amount, comment="at the provider")
    currency: Mapped[str]
    found_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    note: Mapped[str | None]
