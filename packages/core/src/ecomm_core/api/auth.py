"""Contexts: what an endpoint may know about its caller. Only the dependencies here mint them."""

import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.accounts import api_keys
from ecomm_core.accounts.api_keys import ApiKey
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.rights import Held, allows
from ecomm_core.accounts.second_factor import TwoFactorRequired
from ecomm_core.accounts.service import Client, Role
from ecomm_core.accounts.tokens import Audience, Claims
from ecomm_core.api import idempotency, scopes, unpaid
from ecomm_core.api.router import access, minimum
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Forbidden, Unauthenticated
from ecomm_core.kernel import Kernel


def kernel_of(request: Request) -> Kernel:
    """The kernel of the application that serves this request."""
    kernel = request.app.state.kernel
    if not isinstance(kernel, Kernel):
        raise TypeError("create_app() puts the kernel on app.state")
    return kernel


async def _kernel(request: Request) -> Kernel:
    return kernel_of(request)


KernelDep = Annotated[Kernel, Depends(_kernel)]


async def client_of(request: Request) -> Client:
    """Caller's address and agent."""
    return Client(
        ip=kernel_of(request).proxies.client_of(request.scope),
        user_agent=request.headers.get("user-agent"),
    )


ClientDep = Annotated[Client, Depends(client_of)]


def shown_token(request: Request) -> str:
    """The token of the Authorization header. Raises Unauthenticated (401)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated(headers={"WWW-Authenticate": "Bearer"})
    return token.strip()


def bearer(request: Request, audience: Audience) -> Claims:
    """Verified claims of the Authorization header. Raises Unauthenticated (401)."""
    return kernel_of(request).signer.verify(shown_token(request), audience)


async def merchant_claims(request: Request) -> tuple[Claims, ApiKey | None]:
    """Whose merchant request this is: a person's access token, or an API key whose scopes allow
    the route.

    Raises Unauthenticated, KeyRefused (401), PeopleOnly, ScopeMissing (403), LimitReached (402).
    """
    token = shown_token(request)
    if not token.startswith(api_keys.PREFIX):
        return kernel_of(request).signer.verify(token, Audience.MERCHANT), None
    key = await api_keys.admit(kernel_of(request).database, token)
    scopes.enforce(request, key.scopes)
    claims = Claims(
        subject=key.id,
        audience=Audience.MERCHANT,
        tenant_id=key.tenant_id,
        family_id=key.id,
        store_id=None,
        expires=key.expires_at.timestamp() if key.expires_at else math.inf,
    )
    return claims, key


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A caller nobody vouches for, without a tenant and without a session."""

    kernel: Kernel
    client: Client


@access("public")
async def anonymous(kernel: KernelDep, client: ClientDep) -> Anonymous:
    """For routes that anyone may call."""
    return Anonymous(kernel, client)


Public = Annotated[Anonymous, Depends(anonymous)]


def area_of(request: Request) -> str | None:
    """The area of the route that serves this request (`rights`)."""
    found: str | None = request.scope["ecomm.route"].area(request.app.state.api_areas)
    return found


@dataclass(frozen=True, slots=True)
class TenantContext:
    """A signed-in merchant, their tenant, role, and the request's transaction."""

    kernel: Kernel
    session: AsyncSession
    claims: Claims
    client: Client
    role: Role
    store_ids: frozenset[UUID] | None
    api_key: ApiKey | None = field(default=None, kw_only=True)
    """Set where no person calls."""
    lacks_factor: bool = field(default=False, kw_only=True)
    """The business asks for two-factor authentication, and this person has none."""
    read_only: bool = field(default=False, kw_only=True)
    """The business's bill stayed unpaid (`unpaid`)."""
    permissions: frozenset[str] | None = field(default=None, kw_only=True)
    """Of a custom role, and of keys made with one; None: all that the preset allows."""
    role_id: UUID | None = field(default=None, kw_only=True)
    area: str | None = field(default="", kw_only=True)
    """The area of the route; None is one's own. Unsaid, a custom role opens nothing."""

    @property
    def tenant_id(self) -> UUID:
        """The tenant the token names."""
        return self.claims.tenant_id

    @property
    def actor(self) -> str:
        """Who acts, for audit and movements."""
        return f"{'user' if self.api_key is None else 'key'}:{self.claims.subject}"

    @property
    def held(self) -> Held:
        """The caller's role as they hold it."""
        return Held(self.role, self.permissions, self.role_id)

    def allows(self, role: Role) -> bool:
        """Whether the caller's role is at least `role` in the area of this route."""
        return allows(self.held, self.area, role)

    def require(self, role: Role) -> None:
        """Raise Forbidden (403) unless the caller's role is at least `role`, or has the permission
        that stands for it in the area of this route; TwoFactorRequired where the business asks for
        a second factor first."""
        if self.lacks_factor:
            raise TwoFactorRequired
        if not self.allows(role):
            raise Forbidden


_MEMBER = text(
    """select m.role, m.store_ids, m.role_id, c.permissions,
              t.require_two_factor and u.totp_enabled_at is null as lacks_factor,
              t.read_only_since is not null as read_only
         from memberships m
         join token_families f on f.tenant_id = m.tenant_id and f.id = :family
         join tenants t on t.id = m.tenant_id
         join users u on u.id = m.user_id
         left join custom_roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
        where m.tenant_id = :tenant and m.user_id = :user
          and f.revoked_at is null and f.subject_id = m.user_id"""
)


@idempotency.keyed()
async def merchant_context(
    request: Request, kernel: KernelDep, client: ClientDep
) -> AsyncIterator[TenantContext]:
    """Open the request's transaction as the token's tenant, after checking in the database that
    the membership and the log-in still hold."""
    claims, key = await merchant_claims(request)
    structlog.contextvars.bind_contextvars(tenant_id=str(claims.tenant_id))
    scope = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
    async with kernel.database.transaction(scope) as session:
        if key is not None:
            context = TenantContext(
                kernel,
                session,
                claims,
                client,
                key.held.role,
                key.store_ids,
                api_key=key,
                read_only=key.read_only,
                permissions=key.held.permissions,
                area=area_of(request),
            )
        else:
            context = await _person(kernel, session, claims, client, area_of(request))
        unpaid.enforce(request, read_only=context.read_only)
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=claims.tenant_id, caller=context.actor
        )
        yield context


async def _person(
    kernel: Kernel, session: AsyncSession, claims: Claims, client: Client, area: str | None
) -> TenantContext:
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
    return TenantContext(
        kernel,
        session,
        claims,
        client,
        Role(row.role),
        None if row.store_ids is None else frozenset(UUID(s) for s in row.store_ids),
        lacks_factor=row.lacks_factor,
        read_only=row.read_only,
        permissions=None if row.permissions is None else frozenset(row.permissions),
        role_id=row.role_id,
        area=area,
    )


def merchant(least: Role, *, whole: bool = False) -> object:
    """`Depends` for a merchant whose role is at least `least`, or allows as much in the area of
    the route.

    whole: only for who enters every store of the business.
    """

    @access("merchant")
    @minimum(least)
    async def check(
        context: Annotated[TenantContext, Depends(merchant_context, scope="function")],
    ) -> TenantContext:
        context.require(least)
        if whole and context.store_ids is not None:
            raise Forbidden("This is for those who may enter every store.")
        return context

    return Depends(check)


@access("merchant")
async def _oneself(
    context: Annotated[TenantContext, Depends(merchant_context, scope="function")],
) -> TenantContext:
    return context


Oneself = Annotated[TenantContext, Depends(_oneself)]
"""Any signed-in person, about their own account: also one who has yet to set up the second factor
their business asks for."""
Viewer = Annotated[TenantContext, merchant(Role.VIEWER)]
Admin = Annotated[TenantContext, merchant(Role.ADMIN)]
TeamAdmin = Annotated[TenantContext, merchant(Role.ADMIN, whole=True)]
"""An admin or owner who enters every store: team and keys reach all of them."""
Owner = Annotated[TenantContext, merchant(Role.OWNER)]


@dataclass(frozen=True, slots=True)
class TenantSeat:
    """An owner whose request asks somebody outside: checked, with no transaction open. It opens
    its own, before and after the call."""

    kernel: Kernel
    tenant_id: UUID
    user_id: UUID

    @property
    def actor(self) -> str:
        """Who acts, for audit."""
        return f"user:{self.user_id}"


@access("merchant")
@minimum(Role.OWNER)
async def _owner_seat(request: Request, kernel: KernelDep, client: ClientDep) -> TenantSeat:
    claims, key = await merchant_claims(request)
    if key is not None:
        raise scopes.PeopleOnly
    structlog.contextvars.bind_contextvars(tenant_id=str(claims.tenant_id))
    scope = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
    async with kernel.database.transaction(scope) as session:
        context = await _person(kernel, session, claims, client, area_of(request))
        unpaid.enforce(request, read_only=context.read_only)
        context.require(Role.OWNER)
    return TenantSeat(kernel, claims.tenant_id, claims.subject)


OwnerSeat = Annotated[TenantSeat, Depends(_owner_seat)]
