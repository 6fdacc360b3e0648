"""Operators, by the internal key. Services, by their virtual key: `key_access`.

An operator's request is signed as the kernel's internal reads are (`ecomm_core.api.internal`), with
what it does in the signature as well: `X-Ecomm-Internal: sha256=<hex HMAC-SHA256(key, "{minute}:
{METHOD} {path and query} {hex SHA-256 of the body}")>`. A signature for one request opens no other,
and a POST sent again with its Idempotency-Key has no second effect.
"""

import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.api import idempotency
from ecomm_core.api.auth import KernelDep
from ecomm_core.api.internal import HEADER, MAX_SKEW_MINUTES, MINUTE_HEADER, signature, target_of
from ecomm_core.api.router import access
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Unauthenticated
from ecomm_core.kernel import Kernel
from llm_gateway.db import PLATFORM

_LONGEST_MINUTE: Final = 12


def sign(key: bytes, minute: str, method: str, target: str, body: bytes) -> str:
    """The value of `X-Ecomm-Internal` for one request; `target` is path and query as sent."""
    return signature(key, minute, f"{method} {target} {hashlib.sha256(body).hexdigest()}")


async def _check(request: Request, kernel: Kernel) -> None:
    given = request.headers.get(HEADER.decode(), "")
    minute = request.headers.get(MINUTE_HEADER.decode(), "")
    if not given or not given.isascii() or len(minute) > _LONGEST_MINUTE:
        raise Unauthenticated
    if not (minute.isascii() and minute.isdigit()):
        raise Unauthenticated
    if abs(int(minute) - time.time() / 60) > MAX_SKEW_MINUTES:
        raise Unauthenticated
    key = kernel.settings.internal_key.get_secret_value()
    target = target_of(request.scope)
    expected = sign(key, minute, request.method, target, await request.body())
    if not hmac.compare_digest(expected, given):
        raise Unauthenticated


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
    await _check(request, kernel)
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
    await _check(request, kernel)
    structlog.contextvars.bind_contextvars(tenant_id=str(tenant_id))
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=tenant_id, caller="operator"
        )
        yield OperatorContext(kernel, session)


TenantOperator = Annotated[OperatorContext, Depends(tenant_operator_context, scope="function")]
"""For one tenant's keys, budgets and use; the route has a `tenant_id` in its path."""
