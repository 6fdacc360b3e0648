"""Contexts: what an endpoint may know about its caller. Only the dependencies here mint them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import RANK, Client, Role
from ecomm_core.accounts.tokens import Audience, Claims
from ecomm_core.api import idempotency
from ecomm_core.api.router import access
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Forbidden, Unauthenticated
from ecomm_core.kernel import Kernel


def kernel_of(request: Request) -> Kernel:
    """The kernel of the application that serves this request."""
    kernel = request.app.state.kernel
    if not isinstance(kernel, Kernel):
        raise TypeError("create_app() puts the kernel on app.state")
    return kernel


KernelDep = Annotated[Kernel, Depends(kernel_of)]


def client_of(request: Request) -> Client:
    """Caller's address and agent. X-Forwarded-For counts only from our own web apps: the last
    address in it that is not one of theirs."""
    kernel = kernel_of(request)
    peer = request.client.host if request.client else "unknown"
    ip = peer
    trusted = kernel.settings.trusted_proxies
    if peer in trusted:
        for hop in reversed(request.headers.get("x-forwarded-for", "").split(",")):
            candidate = hop.strip()
            if candidate and candidate not in trusted:
                ip = candidate[:64]
                break
    return Client(ip=ip, user_agent=request.headers.get("user-agent"))


ClientDep = Annotated[Client, Depends(client_of)]


def bearer(request: Request, audience: Audience) -> Claims:
    """Verified claims of the Authorization header. Raises Unauthenticated (401)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(headers={"WWW-Authenticate": "Bearer"})
    return kernel_of(request).signer.verify(token.strip(), audience)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A caller nobody vouches for, without a tenant and without a session."""

    kernel: Kernel
    client: Client


@access("public")
def anonymous(kernel: KernelDep, client: ClientDep) -> Anonymous:
    """For routes that anyone may call."""
    return Anonymous(kernel, client)


Public = Annotated[Anonymous, Depends(anonymous)]


@dataclass(frozen=True, slots=True)
class TenantContext:
    """A signed-in merchant, their tenant, role, and the request's transaction."""

    kernel: Kernel
    session: AsyncSession
    claims: Claims
    client: Client
    role: Role
    store_ids: frozenset[UUID] | None

    @property
    def tenant_id(self) -> UUID:
        """The tenant the token names."""
        return self.claims.tenant_id

    @property
    def actor(self) -> str:
        """Who acts, for audit and movements."""
        return f"user:{self.claims.subject}"

    def require(self, role: Role) -> None:
        """Raise Forbidden (403) unless the caller's role is at least `role`."""
        if RANK[self.role] < RANK[role]:
            raise Forbidden


_MEMBER = text(
    """select m.role, m.store_ids
         from memberships m
         join token_families f on f.tenant_id = m.tenant_id and f.id = :family
        where m.tenant_id = :tenant and m.user_id = :user
          and f.revoked_at is null and f.subject_id = m.user_id"""
)


async def merchant_context(
    request: Request, kernel: KernelDep, client: ClientDep
) -> AsyncIterator[TenantContext]:
    """Open the request's transaction as the token's tenant, after checking in the database that
    the membership and the log-in still hold."""
    claims = bearer(request, Audience.MERCHANT)
    structlog.contextvars.bind_contextvars(tenant_id=str(claims.tenant_id))
    scope = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
    async with kernel.database.transaction(scope) as session:
        row = (
            await session.execute(
                _MEMBER,
                {
                    "family": claims.family_id,
                    "tenant": claims.tenant_id,
                    "user": claims.subject,
                },
            )
        ).first()
        if row is None:
            raise SessionEnded
        context = TenantContext(
            kernel,
            session,
            claims,
            client,
            Role(row.role),
            None if row.store_ids is None else frozenset(UUID(s) for s in row.store_ids),
        )
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=claims.tenant_id, caller=context.actor
        )
        yield context


def merchant(minimum: Role) -> object:
    """`Depends` for a merchant whose role is at least `minimum`."""

    @access("merchant")
    def check(
        context: Annotated[TenantContext, Depends(merchant_context, scope="function")],
    ) -> TenantContext:
        context.require(minimum)
        return context

    return Depends(check)


Viewer = Annotated[TenantContext, merchant(Role.VIEWER)]
Staff = Annotated[TenantContext, merchant(Role.STAFF)]
Admin = Annotated[TenantContext, merchant(Role.ADMIN)]
Owner = Annotated[TenantContext, merchant(Role.OWNER)]
