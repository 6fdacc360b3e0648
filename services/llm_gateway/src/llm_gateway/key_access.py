"""Services, by the virtual key they show. Operators: `access`."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.api.auth import KernelDep, shown_token
from ecomm_core.api.router import access
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from llm_gateway.keys.authenticate import Principal, keys_of


@dataclass(frozen=True, slots=True)
class KeyContext:
    """A service that acts for one tenant, by its virtual key. It opens its own transactions."""

    kernel: Kernel
    principal: Principal

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction of the key's tenant."""
        return self.kernel.database.transaction(Scope(tenant_id=self.principal.tenant_id))


@access("service")
async def key_context(request: Request, kernel: KernelDep) -> KeyContext:
    """Who holds the virtual key. Raises KeyRefused (401)."""
    principal = await keys_of(kernel).authenticate(shown_token(request))
    structlog.contextvars.bind_contextvars(tenant_id=str(principal.tenant_id))
    return KeyContext(kernel, principal)


KeyHolder = Annotated[KeyContext, Depends(key_context)]
"""A service, for the tenant of the key it shows."""
