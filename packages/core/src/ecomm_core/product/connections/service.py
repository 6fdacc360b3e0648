"""Connecting a store, giving it other secrets, letting it go. Called by the platform, signed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.accounts import api_keys, arriving
from ecomm_core.accounts.people import Role
from ecomm_core.api.scopes import every_scope
from ecomm_core.contracts.connection import ConnectedStore, ConnectIn, SecretsIn
from ecomm_core.db.crossing import in_tenant
from ecomm_core.db.scope import Scope
from ecomm_core.delivery.signing import key_of
from ecomm_core.errors import Invalid, NotFound
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.product.connections import repository
from ecomm_core.product.connections.errors import ConnectedElsewhere
from ecomm_core.product.connections.repository import Sealed
from ecomm_core.product.connections.sealing import seal_key, seal_secrets
from ecomm_core.product.resources import resources_of
from ecomm_core.product.shapes import ConnectionStatus, StoreConnection
from ecomm_core.product.spec import spec_of

ACTOR = "platform"


async def connect(kernel: Kernel, store_id: UUID, asked: ConnectIn) -> tuple[UUID, str, str]:
    """Connect a store, or the same one again; (business, new API key, plan).

    The business, its owner and the connection are made together or not at all, and once, however
    often and however many at a time ask for it. The key that was given before ends.

    Raises Invalid (422), ConnectedElsewhere (409).
    """
    if asked.store.store_id != store_id:
        raise Invalid.on_field("store.store_id", "This is another store than the address names.")
    _checked(asked.webhook_secrets)
    fresh = new_id()
    # Begun as the business that would be made: whose it is shows only under the lock.
    async with kernel.database.transaction(Scope(tenant_id=fresh)) as session:
        await repository.one_at_a_time(session, asked.tenant_id)
        located = await repository.locate(session, store_id)
        business = await repository.locate_business(session, asked.tenant_id)
        if located is not None and located[0] != business:
            raise ConnectedElsewhere
        tenant_id = business or fresh
        async with in_tenant(session, tenant_id, back_to=tenant_id):
            return await _connect(
                kernel,
                session,
                tenant_id,
                asked,
                known=None if located is None else located[1],
                new_business=business is None,
            )


async def _connect(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    asked: ConnectIn,
    *,
    known: UUID | None,
    new_business: bool,
) -> tuple[UUID, str, str]:
    now = clock.now()
    if new_business:
        await kernel.accounts.open_business(session, tenant_id, asked.tenant_name)
    owner = await arriving.person_of(session, email=asked.owner.email, name=asked.owner.name)
    await arriving.belongs(session, tenant_id, owner, Role.OWNER, asked.store.store_id)
    connection_id = known or new_id()
    before = None if known is None else await repository.get(session, known, lock=True)
    if before is not None and before.platform_tenant_id != asked.tenant_id:
        raise ConnectedElsewhere
    if before is not None and before.api_key_id is not None:
        await repository.revoke_key(session, before.api_key_id, now)
    made, key = await api_keys.create(
        session,
        tenant_id=tenant_id,
        user_id=owner,
        name=f"Platform: {asked.store.name}"[:120],
        scopes=every_scope(resources_of(spec_of(kernel))),
        store_ids=[asked.store.store_id],
        expires_at=None,
        actor=ACTOR,
    )
    values = {
        **_facts(asked.store),
        "platform_tenant_id": asked.tenant_id,
        "platform_connection_id": asked.connection_id,
        "platform_url": asked.platform_url.rstrip("/"),
        "platform_key": seal_key(kernel.sealer, connection_id, asked.platform_key),
        "scopes": sorted(set(asked.scopes)),
        "webhook_secrets": seal_secrets(kernel.sealer, connection_id, asked.webhook_secrets),
        "api_key_id": made.id,
        "status": ConnectionStatus.CONNECTED.value,
        "connected_at": now,
        "disconnected_at": None,
        "suspended_at": None,
    }
    if before is None:
        await repository.add(session, {"tenant_id": tenant_id, "id": connection_id, **values})
    else:
        await repository.change(session, connection_id, values)
    await _note(
        session,
        tenant_id,
        connection_id,
        asked.store.store_id,
        "connection.connect",
        {"name": asked.store.name, "scopes": values["scopes"]},
    )
    return tenant_id, key, await repository.plan(session, tenant_id)


async def renew(kernel: Kernel, store_id: UUID, asked: SecretsIn) -> None:
    """Take other secrets, and another key to the platform where one is given.

    Raises NotFound (404) for a store that is not connected, Invalid (422).
    """
    _checked(asked.webhook_secrets)
    async with of_store(kernel, store_id) as (session, found):
        one = found.connection
        if one.status is not ConnectionStatus.CONNECTED:
            raise NotFound
        values: dict[str, Any] = {
            "webhook_secrets": seal_secrets(kernel.sealer, one.id, asked.webhook_secrets)
        }
        if asked.platform_key is not None:
            values["platform_key"] = seal_key(kernel.sealer, one.id, asked.platform_key)
        await repository.change(session, one.id, values)
        await _note(session, one.tenant_id, one.id, store_id, "connection.renew", {})


async def disconnect(kernel: Kernel, store_id: UUID) -> None:
    """Do nothing more for a store, on the platform's word. An unknown one is none already."""
    try:
        async with of_store(kernel, store_id) as (session, found):
            await let_go(session, found, actor=ACTOR)
    except NotFound:
        return


async def let_go(session: AsyncSession, found: Sealed, *, actor: str) -> None:
    """End a connection: its keys are gone, its secrets stay to tell the platform's last events from
    a stranger's."""
    one = found.connection
    if one.status is not ConnectionStatus.CONNECTED:
        return
    now = clock.now()
    if found.api_key_id is not None:
        await repository.revoke_key(session, found.api_key_id, now)
    await repository.change(
        session,
        one.id,
        {
            "status": ConnectionStatus.DISCONNECTED.value,
            "disconnected_at": now,
            "platform_key": "",
        },
    )
    await _note(session, one.tenant_id, one.id, one.store_id, "connection.disconnect", {}, actor)


@asynccontextmanager
async def of_store(kernel: Kernel, store_id: UUID) -> AsyncIterator[tuple[AsyncSession, Sealed]]:
    """The transaction of the business whose store it is, and the connection, locked.

    Raises NotFound (404).
    """
    async with kernel.database.transaction() as session:
        located = await repository.locate(session, store_id)
    if located is None:
        raise NotFound
    tenant_id, connection_id = located
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        found = await repository.get(session, connection_id, lock=True)
        if found is None or found.connection.status is ConnectionStatus.DELETED:
            raise NotFound
        yield session, found


async def mine(
    session: AsyncSession, connection_id: UUID, stores: frozenset[UUID] | None
) -> Sealed:
    """A connection of the business in scope, of a store that the caller enters, locked.

    Raises NotFound (404).
    """
    found = await repository.get(session, connection_id, lock=True)
    if found is None or (stores is not None and found.connection.store_id not in stores):
        raise NotFound
    return found


async def known_stores(session: AsyncSession, store_ids: Sequence[UUID] | None) -> None:
    """Raise NotFound (404) unless each is a connected store of the business."""
    if store_ids and await repository.known(session, store_ids) != set(store_ids):
        raise NotFound("One of these stores is not connected.")


async def connection_of(session: AsyncSession, store_id: UUID) -> StoreConnection:
    """The connection of a store of the business in scope. Raises NotFound (404)."""
    found = await repository.of_store(session, store_id)
    if found is None:
        raise NotFound
    return found.connection


def _facts(store: ConnectedStore) -> dict[str, Any]:
    return store.model_dump()


def _checked(secrets: list[str]) -> None:
    for place, secret in enumerate(secrets):
        try:
            key_of(secret)
        except ValueError as error:
            raise Invalid.on_field(f"webhook_secrets.{place}", str(error)) from None


async def _note(
    session: AsyncSession,
    tenant_id: UUID,
    connection_id: UUID,
    store_id: UUID,
    action: str,
    after: dict[str, Any],
    actor: str = ACTOR,
) -> None:
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor,
        action=action,
        resource_type="connection",
        resource_id=connection_id,
        store_id=store_id,
        after=after,
    )
