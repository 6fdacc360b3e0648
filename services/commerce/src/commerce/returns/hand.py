"""Who acts on a return."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does it, where: a merchant's user, or the shopper who holds the order's token."""

    kernel: Kernel
    session: AsyncSession
    tenant_id: UUID
    store_id: UUID
    actor: str
