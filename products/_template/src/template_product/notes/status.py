"""What the store's own pages show of this product's work."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.contracts.connection import ResourceStatus, WorkState
from ecomm_core.product import StoreConnection
from template_product.notes import repository


async def of_product(
    session: AsyncSession, store: StoreConnection, product_id: UUID
) -> ResourceStatus:
    """Whether there are notes about a product."""
    found = await repository.count(session, store.store_id, product_id)
    return ResourceStatus(
        state=WorkState.DONE if found else WorkState.NONE,
        summary=f"{found} note{'' if found == 1 else 's'}",
        url="/notes" if found else None,
        updated_at=None,
    )
