"""Routes about one store: `/stores/{store_id}/…` for those who enter it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.accounts.people import Role
from ecomm_core.api.auth import TenantContext, merchant_context
from ecomm_core.api.router import access, minimum
from ecomm_core.errors import NotFound
from ecomm_core.kernel import Kernel
from ecomm_core.product.connections import service
from ecomm_core.product.shapes import StoreConnection


@dataclass(frozen=True, slots=True)
class StoreSeat:
    """Somebody of the business at one of its stores, in the request's transaction."""

    context: TenantContext
    store: StoreConnection

    @property
    def kernel(self) -> Kernel:
        """The process's kernel."""
        return self.context.kernel

    @property
    def session(self) -> AsyncSession:
        """The request's transaction."""
        return self.context.session

    @property
    def tenant_id(self) -> UUID:
        """The business."""
        return self.context.tenant_id

    @property
    def actor(self) -> str:
        """Who acts, for audit."""
        return self.context.actor


def at_store(least: Role) -> object:
    """`Depends` for routes with a `store_id` in their path: a role of at least `least`, at a store
    that the caller enters. Raises NotFound (404) for all others."""

    @access("merchant")
    @minimum(least)
    async def seat(
        context: Annotated[TenantContext, Depends(merchant_context, scope="function")],
        store_id: UUID,
    ) -> StoreSeat:
        context.require(least)
        if context.store_ids is not None and store_id not in context.store_ids:
            raise NotFound
        return StoreSeat(context, await service.connection_of(context.session, store_id))

    return Depends(seat)


StoreViewer = Annotated[StoreSeat, at_store(Role.VIEWER)]
StoreStaff = Annotated[StoreSeat, at_store(Role.STAFF)]
StoreAdmin = Annotated[StoreSeat, at_store(Role.ADMIN)]
