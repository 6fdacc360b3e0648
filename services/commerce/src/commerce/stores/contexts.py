"""Contexts below a store: the only places that mint them.

`StoreViewer/StoreStaff/StoreAdmin` for merchants (`/stores/{store_id}/…`), `PublicStore` for
anyone's writes and capability routes, `Shop` for public reads (no transaction), `Shopper` for
signed-in shoppers (`/public/stores/{slug}/…`).
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, Path, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.stores.directory import StoreDirectory, StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_core.accounts.api_keys import ApiKey
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import Client, Role
from ecomm_core.accounts.tokens import Audience, Claims
from ecomm_core.api import idempotency, unpaid
from ecomm_core.api.auth import (
    ClientDep,
    KernelDep,
    TenantContext,
    area_of,
    bearer,
    kernel_of,
    merchant_claims,
)
from ecomm_core.api.internal import is_internal
from ecomm_core.api.router import access, minimum
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

DIRECTORY = "store_directory"


def directory_of(kernel: Kernel) -> StoreDirectory:
    """The store directory of this process."""
    directory = kernel.parts[DIRECTORY]
    if not isinstance(directory, StoreDirectory):
        raise TypeError("wiring puts the directory into kernel.parts")
    return directory


@dataclass(frozen=True, slots=True)
class StoreContext(TenantContext):
    """A merchant inside one of their stores, with the request's transaction."""

    store: StoreFacts

    @property
    def store_id(self) -> UUID:
        """The store of the path, checked."""
        return self.store.id


_FACTS = """s.tenant_id, s.id, s.slug, s.name, s.status, s.currency,
              s.country, s.locale, s.timezone, s.test_mode, s.prices_include_tax,
              s.shipping_taxable, s.contact_email, s.payout_account"""

_MEMBER_AND_STORE = text(
    f"""select m.role, m.store_ids, m.role_id, c.permissions,
              t.require_two_factor and u.totp_enabled_at is null as lacks_factor,
              t.read_only_since is not null as read_only, {_FACTS}
         from memberships m
         join token_families f on f.tenant_id = m.tenant_id and f.id = :family
         join tenants t on t.id = m.tenant_id
         join users u on u.id = m.user_id
         left join custom_roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
         left join stores s
           on s.tenant_id = m.tenant_id and s.id = :store and s.deleted_at is null
        where m.tenant_id = :tenant and m.user_id = :user
          and f.revoked_at is null and f.subject_id = m.user_id"""  # noqa: S608 - constants
)

_STORE_OF_KEY = text(
    f"select {_FACTS} from stores s "  # noqa: S608 - constants
    "where s.tenant_id = :tenant and s.id = :store and s.deleted_at is null"
)


@idempotency.keyed()
async def store_context(
    request: Request, kernel: KernelDep, client: ClientDep, store_id: Annotated[UUID, Path()]
) -> AsyncIterator[StoreContext]:
    """Check log-in, membership and store in one query, or a key and its store; open the request's
    transaction."""
    claims, key = await merchant_claims(request)
    structlog.contextvars.bind_contextvars(tenant_id=str(claims.tenant_id), store_id=str(store_id))
    scope = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
    async with kernel.database.transaction(scope) as session:
        if key is not None:
            context = await _key_s(kernel, session, key, claims, client, store_id, request)
        else:
            context = await _member_s(kernel, session, claims, client, store_id, request)
        unpaid.enforce(request, read_only=context.read_only)
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=claims.tenant_id, caller=context.actor
        )
        yield context


async def _member_s(
    kernel: Kernel,
    session: AsyncSession,
    claims: Claims,
    client: Client,
    store_id: UUID,
    request: Request,
) -> StoreContext:
    row = (
        await session.execute(
            _MEMBER_AND_STORE,
            {
                "family": claims.family_id,
                "store": store_id,
                "tenant": claims.tenant_id,
                "user": claims.subject,
            },
        )
    ).first()
    if row is None:
        raise SessionEnded
    allowed = None if row.store_ids is None else frozenset(UUID(s) for s in row.store_ids)
    if row.id is None or (allowed is not None and row.id not in allowed):
        raise StoreNotFound
    return StoreContext(
        kernel,
        session,
        claims,
        client,
        Role(row.role),
        allowed,
        StoreFacts(*row[6:]),
        lacks_factor=row.lacks_factor,
        read_only=row.read_only,
        permissions=None if row.permissions is None else frozenset(row.permissions),
        role_id=row.role_id,
        area=area_of(request),
    )


async def _key_s(
    kernel: Kernel,
    session: AsyncSession,
    key: ApiKey,
    claims: Claims,
    client: Client,
    store_id: UUID,
    request: Request,
) -> StoreContext:
    row = (
        await session.execute(_STORE_OF_KEY, {"tenant": key.tenant_id, "store": store_id})
    ).first()
    if row is None or (key.store_ids is not None and row.id not in key.store_ids):
        raise StoreNotFound
    return StoreContext(
        kernel,
        session,
        claims,
        client,
        key.held.role,
        key.store_ids,
        StoreFacts(*row),
        api_key=key,
        read_only=key.read_only,
        permissions=key.held.permissions,
        area=area_of(request),
    )


def _in_store(least: Role) -> object:
    @access("merchant")
    @minimum(least)
    async def check(
        context: Annotated[StoreContext, Depends(store_context, scope="function")],
    ) -> StoreContext:
        context.require(least)
        return context

    return Depends(check)


StoreViewer = Annotated[StoreContext, _in_store(Role.VIEWER)]
StoreStaff = Annotated[StoreContext, _in_store(Role.STAFF)]
StoreAdmin = Annotated[StoreContext, _in_store(Role.ADMIN)]


@dataclass(frozen=True, slots=True)
class StoreSeat:
    """A merchant inside one of their stores whose request asks somebody outside: checked, with no
    transaction open. It opens its own, before and after the call."""

    kernel: Kernel
    store: StoreFacts
    role: Role
    actor: str

    @property
    def tenant_id(self) -> UUID:
        """The store's tenant."""
        return self.store.tenant_id

    @property
    def store_id(self) -> UUID:
        """The store of the path, checked."""
        return self.store.id


def _seated(least: Role) -> object:
    @access("merchant")
    @minimum(least)
    async def check(
        request: Request, kernel: KernelDep, client: ClientDep, store_id: Annotated[UUID, Path()]
    ) -> StoreSeat:
        claims, key = await merchant_claims(request)
        structlog.contextvars.bind_contextvars(
            tenant_id=str(claims.tenant_id), store_id=str(store_id)
        )
        scope = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
        async with kernel.database.transaction(scope) as session:
            if key is not None:
                context = await _key_s(kernel, session, key, claims, client, store_id, request)
            else:
                context = await _member_s(kernel, session, claims, client, store_id, request)
            unpaid.enforce(request, read_only=context.read_only)
            context.require(least)
        return StoreSeat(kernel, context.store, context.role, context.actor)

    return Depends(check)


SeatViewer = Annotated[StoreSeat, _seated(Role.VIEWER)]
SeatStaff = Annotated[StoreSeat, _seated(Role.STAFF)]
SeatAdmin = Annotated[StoreSeat, _seated(Role.ADMIN)]


@dataclass(frozen=True, slots=True)
class ShopContext:
    """A public read of one active store; no transaction is open."""

    kernel: Kernel
    store: StoreFacts
    internal: bool
    """Asked by a storefront server of ours, which has a cache of its own: nothing cached counts."""
    mark: int
    """The reply cache's mark from before anything was read: what was dropped since is not kept."""


async def _find_shop(request: Request, slug: str, *, fresh: bool) -> ShopContext:
    kernel = kernel_of(request)
    mark = kernel.cache.mark()
    internal = is_internal(request.scope, kernel.settings.internal_key.get_secret_value())
    store = await directory_of(kernel).selling(slug, fresh=internal and fresh)
    return ShopContext(kernel, store, internal, mark)


@access("public")
async def shop(request: Request, slug: Annotated[str, Path(max_length=100)]) -> ShopContext:
    """Find the store. Raises StoreNotFound or StorePaused (404)."""
    return await _find_shop(request, slug, fresh=False)


@access("public")
async def fresh_shop(request: Request, slug: Annotated[str, Path(max_length=100)]) -> ShopContext:
    """The same; our own servers are told what the database says of the store, not what this process
    remembers: the page they build lives long. Raises StoreNotFound or StorePaused (404)."""
    return await _find_shop(request, slug, fresh=True)


Shop = Annotated[ShopContext, Depends(shop)]
FreshShop = Annotated[ShopContext, Depends(fresh_shop)]


@dataclass(frozen=True, slots=True)
class PublicStoreContext:
    """A public write in one active store, with the request's transaction in the store's scope."""

    kernel: Kernel
    session: AsyncSession
    store: StoreFacts
    client: Client

    @property
    def tenant_id(self) -> UUID:
        """The store's tenant."""
        return self.store.tenant_id

    @property
    def store_id(self) -> UUID:
        """The store of the path."""
        return self.store.id


@access("public")
@idempotency.keyed(shortest=idempotency.MIN_ANONYMOUS_KEY)
async def public_store(
    request: Request,
    kernel: KernelDep,
    client: ClientDep,
    slug: Annotated[str, Path(max_length=100)],
) -> AsyncIterator[PublicStoreContext]:
    """Open the request's transaction in the store's scope. Callers are told apart by the hash of
    their cart's or order's token, or by the Idempotency-Key alone."""
    store = await directory_of(kernel).selling(slug)
    structlog.contextvars.bind_contextvars(tenant_id=str(store.tenant_id), store_id=str(store.id))
    async with kernel.database.transaction(store.scope) as session:
        shown = [request.headers.get(name) for name in ("x-cart-token", "x-order-token")]
        known = any(shown)
        await idempotency.begin(
            request,
            session,
            kernel.sealer,
            tenant_id=store.tenant_id,
            caller=f"token:{shown}" if known else f"store:{store.id}",
            anonymous=not known,
        )
        yield PublicStoreContext(kernel, session, store, client)


PublicStore = Annotated[PublicStoreContext, Depends(public_store, scope="function")]


@dataclass(frozen=True, slots=True)
class ShopperContext(PublicStoreContext):
    """A signed-in shopper of this store."""

    claims: Claims

    @property
    def customer_id(self) -> UUID:
        """The shopper's account."""
        return self.claims.subject


_SHOPPER = text(
    """select 1 from token_families f
        where f.id = :family and f.subject_id = :subject and f.revoked_at is null
          and f.audience = 'shopper'"""
)


@access("shopper")
@idempotency.keyed()
async def shopper(
    request: Request,
    kernel: KernelDep,
    client: ClientDep,
    slug: Annotated[str, Path(max_length=100)],
) -> AsyncIterator[ShopperContext]:
    """A shopper's token counts in its own store only; another store is 404 to it."""
    claims = bearer(request, Audience.SHOPPER)
    store = await directory_of(kernel).selling(slug)
    if claims.store_id != store.id:
        raise StoreNotFound
    async with kernel.database.transaction(store.scope) as session:
        found = await session.execute(
            _SHOPPER, {"family": claims.family_id, "subject": claims.subject}
        )
        if found.first() is None:
            raise SessionEnded
        context = ShopperContext(kernel, session, store, client, claims)
        await idempotency.begin(
            request,
            session,
            kernel.sealer,
            tenant_id=store.tenant_id,
            caller=f"customer:{claims.subject}",
        )
        yield context


Shopper = Annotated[ShopperContext, Depends(shopper, scope="function")]
