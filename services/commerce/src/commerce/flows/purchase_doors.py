"""Doors from purchases to other rooms: the supplier behind an account, and the fraud check."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.fraud import service as fraud
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.models import Supplier as Account
from ecomm_connectors.suppliers.port import Supplier
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Fraud:
    """What the fraud check says; `clear` None is not judged yet."""

    clear: bool | None
    words: str


async def account(session: AsyncSession, supplier_id: UUID) -> Account:
    """An account at a supplier."""
    return (await session.scalars(select(Account).where(Account.id == supplier_id))).one()


async def open_supplier(kernel: Kernel, row: Account) -> Supplier:
    """The supplier behind an account. Nothing is ordered by opening it.

    Raises SupplierClosed, SupplierRefused, SupplierUnavailable.
    """
    return await suppliers.open_supplier(kernel, row)


async def fraud_of(session: AsyncSession, store_id: UUID, order_id: UUID) -> Fraud:
    """What the fraud check says of an order."""
    verdict = await fraud.verdict_of(session, store_id, order_id)
    if verdict is None:
        return Fraud(clear=None, words="Not checked yet")
    held = "held" if not verdict.clear else "clear"
    return Fraud(clear=verdict.clear, words=f"Fraud {held}, {verdict.score} of 100")
