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
from commerce.stores.internal import is_internal
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import Client, Role
from ecomm_core.accounts.tokens import Audience, Claims
from ecomm_core.api import idempotency
from ecomm_core.api.auth import ClientDep, KernelDep, TenantContext, bearer, kernel_of
from ecomm_core.api.router import access
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


_MEMBER_AND_STORE = text(
    """select m.role, m.store_ids, s.tenant_id, s.id, s.slug, s.name, s.status, s.currency,
              s.country, s.locale, s.timezone, s.test_mode, s.prices_include_tax,
              s.shipping_taxable, s.contact_email
         from memberships m
         join token_families f on f.tenant_id = m.tenant_id and f.id = :family
         left join stores s
           on s.tenant_id = m.tenant_id and s.id = :store and s.deleted_at is null
        where m.tenant_id = :tenant and m.user_id = :user
          and f.revoked_at is null and f.subject_id = m.user_id"""
)


async def store_context(
    request: Request, kernel: KernelDep, client: ClientDep, store_id: Annotated[UUID, Path()]
) -> AsyncIterator[StoreContext]:
    """Check log-in, membership and store in one query; open the request's transaction."""
    claims = bearer(request, Audience.MERCHANT)
    structlog.contextvars.bind_contextvars(tenant_id=str(claims.tenant_id), store_id=str(store_id))
    scope = Scope(tenant_id=claims.tenant_id, user_id=claims.subject)
    async with kernel.database.transaction(scope) as session:
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
        context = StoreContext(
            kernel, session, claims, client, Role(row.role), allowed, StoreFacts(*row[2:])
        )
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=claims.tenant_id, caller=context.actor
        )
        yield context


def _in_store(minimum: Role) -> object:
    @access("merchant")
    async def check(
        context: Annotated[StoreContext, Depends(store_context, scope="function")],
    ) -> StoreContext:
        context.require(minimum)
        return context

    return Depends(check)


StoreViewer = Annotated[StoreContext, _in_store(Role.VIEWER)]
StoreStaff = Annotated[StoreContext, _in_store(Role.STAFF)]
StoreAdmin = Annotated[StoreContext, _in_store(Role.ADMIN)]


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
async def public_store(
    request: Request,
    kernel: KernelDep,
    client: ClientDep,
    slug: Annotated[str, Path(max_length=100)],
) -> AsyncIterator[PublicStoreContext]:
    """Open the request's transaction in the store's scope. Callers are told apart by the hash of
    their cart token, or by the Idempotency-Key alone."""
    store = await directory_of(kernel).selling(slug)
    structlog.contextvars.bind_contextvars(tenant_id=str(store.tenant_id), store_id=str(store.id))
    async with kernel.database.transaction(store.scope) as session:
        token = request.headers.get("x-cart-token")
        await idempotency.begin(
            request,
            session,
            kernel.sealer,
            tenant_id=store.tenant_id,
            caller=f"cart:{token}" if token else f"store:{store.id}",
            anonymous=token is None,
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
