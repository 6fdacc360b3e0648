"""The context of an upload: the caller is checked in a transaction of its own, and the one that
writes is opened when the picture is done. In between nothing is open."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.stores.contexts import store_context
from commerce.stores.directory import StoreFacts
from ecomm_core.accounts.service import Role
from ecomm_core.api import idempotency
from ecomm_core.api.auth import ClientDep, KernelDep
from ecomm_core.api.router import access, minimum
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

PENDING_REPLY = "ecomm.idempotency"
"""Where `idempotency.begin` leaves the key whose reply will be stored."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A staff member of the store, with no transaction open."""

    kernel: Kernel
    store: StoreFacts
    actor: str
    scope: Scope
    request: Request
    stack: AsyncExitStack

    async def begin(self) -> AsyncSession:
        """Open the transaction that writes; committed after the endpoint has returned.

        The Idempotency-Key is looked at again: a second request with it may have been faster.
        """
        session = await self.stack.enter_async_context(self.kernel.database.transaction(self.scope))
        await idempotency.begin(
            self.request,
            session,
            self.kernel.sealer,
            tenant_id=self.store.tenant_id,
            caller=self.actor,
        )
        return session


@access("merchant")
@minimum(Role.STAFF)
@idempotency.keyed()
async def upload_context(
    request: Request, kernel: KernelDep, client: ClientDep, store_id: Annotated[UUID, Path()]
) -> AsyncIterator[Upload]:
    """Check log-in, role and store as `store_context` does, then let its transaction go."""
    async with asynccontextmanager(store_context)(request, kernel, client, store_id) as context:
        context.require(Role.STAFF)
        store, actor = context.store, context.actor
        scope = Scope(tenant_id=context.tenant_id, user_id=context.claims.subject)
    request.scope.pop(PENDING_REPLY, None)
    async with AsyncExitStack() as stack:
        yield Upload(kernel, store, actor, scope, request, stack)


Uploading = Annotated[Upload, Depends(upload_context, scope="function")]
