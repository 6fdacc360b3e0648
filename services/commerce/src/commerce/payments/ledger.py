"""The ledger of money at payment providers: written by triggers as the sums of payments and
disputes change (payments/sql), read here. An entry moves `amount` from
the account `credit` to `debit`."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_connectors.payments.port import EntryKind
from ecomm_core.db.models import Amount, TenantRow, one_of, tenant_fk


class LedgerKind(StrEnum):
    """Why money moved."""

    CHARGE = "charge"
    CHARGE_REVERSED = "charge_reversed"
    REFUND = "refund"
    REFUND_RETURNED = "refund_returned"
    DISPUTE = "dispute"
    DISPUTE_RETURN = "dispute_return"
    DISPUTE_FEE = "dispute_fee"
    DISPUTE_FEE_RETURN = "dispute_fee_return"


class Account(StrEnum):
    """`provider` is what the provider owes the merchant; the others are where it came from and
    went."""

    PROVIDER = "provider"
    SALES = "sales"
    REFUNDS = "refunds"
    DISPUTES = "disputes"
    FEES = "fees"


AT_PROVIDER: Final[dict[str, tuple[EntryKind, int]]] = {
    LedgerKind.CHARGE: (EntryKind.CHARGE, 1),
    LedgerKind.CHARGE_REVERSED: (EntryKind.CHARGE, -1),
    LedgerKind.REFUND: (EntryKind.REFUND, 1),
    LedgerKind.REFUND_RETURNED: (EntryKind.REFUND, -1),
    LedgerKind.DISPUTE: (EntryKind.DISPUTE, 1),
    LedgerKind.DISPUTE_RETURN: (EntryKind.DISPUTE_RETURN, 1),
}
"""Which movement at the provider an entry stands for, and its sign. Fees are no movements of a
payment's own money."""


class LedgerEntry(TenantRow, Base):
    """One movement of money. Append-only: what was wrong is put right by another entry."""

    __tablename__ = "payment_ledger"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("payment_id", "payments"),
        one_of("kind", LedgerKind),
        one_of("debit", Account),
        one_of("credit", Account),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit <> credit", name="accounts"),
        Index("ix_payment_ledger_at", "at"),
        Index("ix_payment_ledger_store", "tenant_id", "store_id", "at"),
        Index("ix_payment_ledger_payment", "tenant_id", "payment_id"),
    )

    store_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    debit: Mapped[str]
    credit: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    payment_id: Mapped[UUID]
    dispute_id: Mapped[UUID | None]
    test: Mapped[bool]
