"""Operators, by the internal key. Services, by their virtual key: `key_access`.

An operator's request is signed for what it does (`ecomm_core.api.signed_calls`), and a POST sent
again with its Idempotency-Key has no second effect.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.api import idempotency
from ecomm_core.api.auth import KernelDep
from ecomm_core.api.router import access
from ecomm_core.api.signed_calls import check_signed
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from llm_gateway.db import PLATFORM


@dataclass(frozen=True, slots=True)
class OperatorContext:
    """An operator, with the request's transaction on the platform's own rows."""

    kernel: Kernel
    session: AsyncSession

    @property
    def actor(self) -> str:
        """Who acts, for audit."""
        return "operator"


@access("operator")
@idempotency.keyed()
async def operator_context(request: Request, kernel: KernelDep) -> AsyncIterator[OperatorContext]:
    """Check the signature, then open the platform's transaction. Raises Unauthenticated (401)."""
    await check_signed(request, kernel.settings.internal_key.get_secret_value())
    async with kernel.database.transaction(Scope(tenant_id=PLATFORM)) as session:
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=PLATFORM, caller="operator"
        )
        yield OperatorContext(kernel, session)


Operator = Annotated[OperatorContext, Depends(operator_context, scope="function")]
"""For what belongs to the platform: prices, routes, keys of providers."""


@access("operator")
@idempotency.keyed()
async def tenant_operator_context(
    request: Request, kernel: KernelDep, tenant_id: UUID
) -> AsyncIterator[OperatorContext]:
    """Check the signature, then open the transaction of the tenant that the path names. Raises
    Unauthenticated (401)."""
    await check_signed(request, kernel.settings.internal_key.get_secret_value())
    structlog.contextvars.bind_contextvars(tenant_id=str(tenant_id))
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=tenant_id, caller="operator"
        )
        yield OperatorContext(kernel, session)


TenantOperator = Annotated[OperatorContext, Depends(tenant_operator_context, scope="function")]
"""For one tenant's keys, budgets and use; the route has a `tenant_id` in its path."""
