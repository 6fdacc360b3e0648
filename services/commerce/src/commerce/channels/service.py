"""A store's sales channels and migrations: the public face of this folder."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import repository
from commerce.channels.connecting import connector, connectors_of, seal, speaking
from commerce.channels.errors import (
    ChannelClosed,
    ChannelConnected,
    ChannelNotFound,
    CurrencyDiffers,
    MigrationFinished,
    MigrationNotFound,
    MigrationRunning,
    WrongName,
)
from commerce.channels.models import (
    ChannelMigration,
    ChannelStatus,
    Entity,
    MigrationStatus,
    SalesChannel,
)
from commerce.channels.schemas import (
    ChannelConnectIn,
    ChannelDisconnectIn,
    ChannelFieldOut,
    ConnectorOut,
    MigrationIn,
)
from commerce.stores.directory import StoreFacts
from ecomm_connectors.channels import Capability, ChannelAdapter
from ecomm_core import audit, clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.channels.migrate"
FACTS: Final = ("adapter", "name", "shop_ref", "currency", "status")


def kinds(kernel: Kernel) -> list[ConnectorOut]:
    """Every kind of channel that can be connected here."""
    return [
        ConnectorOut(
            name=one.name,
            title=one.title,
            capabilities=sorted(ability.value for ability in one.capabilities),
            fields=[ChannelFieldOut(**asdict(field)) for field in one.fields],
        )
        for one in connectors_of(kernel).connectors()
    ]


async def connect(
    kernel: Kernel, store: StoreFacts, body: ChannelConnectIn, *, actor: str
) -> SalesChannel:
    """Try the credentials at the shop, then keep them sealed. Call it with no transaction open.

    Raises ConnectorUnknown (404), Invalid, ChannelCredentialsRefused (422), ChannelDeclined,
    ChannelConnected (409), Unavailable (503).
    """
    adapter = connector(kernel, body.adapter)
    given = _typed(adapter, body.credentials)
    with speaking():
        credentials = await adapter.open(given)
        shop = await adapter.connect(credentials).shop()
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        row = await repository.same_shop(session, store.id, adapter.name, shop.shop_ref)
        if row is not None and row.status == ChannelStatus.CONNECTED.value:
            raise ChannelConnected.on_field("credentials", channel_id=str(row.id))
        now = clock.now()
        if row is None:
            row = SalesChannel(
                tenant_id=store.tenant_id,
                id=new_id(),
                store_id=store.id,
                adapter=adapter.name,
                shop_ref=shop.shop_ref,
                created_at=now,
            )
            session.add(row)
        row.name, row.url, row.currency = shop.name or shop.shop_ref, shop.url, shop.currency
        row.status, row.last_error = ChannelStatus.CONNECTED.value, None
        row.credentials = seal(kernel, row.id, credentials)
        row.missing = [word[:300] for word in shop.missing]
        row.updated_at = now
        await session.flush()
        await _audit(session, row, actor, "connect", after=_facts(row))
    return row


def _typed(adapter: ChannelAdapter, values: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(values) - {field.name for field in adapter.fields})
    if unknown:
        raise Invalid.on_field(f"credentials.{unknown[0]}", "There is no such field.")
    for field in adapter.fields:
        if field.required and not values.get(field.name, "").strip():
            raise Invalid.on_field(f"credentials.{field.name}", f"{field.label} is missing.")
    return {name: value.strip() for name, value in values.items() if value.strip()}


async def get(
    session: AsyncSession, store_id: UUID, channel_id: UUID, *, lock: bool = False
) -> SalesChannel:
    """A channel of the store. Raises ChannelNotFound (404)."""
    row = await repository.channel(session, store_id, channel_id, lock=lock)
    if row is None:
        raise ChannelNotFound
    return row


async def of_store(session: AsyncSession, store_id: UUID) -> Sequence[SalesChannel]:
    """A store's channels, in the order they were connected."""
    return await repository.channels(session, store_id)


async def disconnect(
    session: AsyncSession,
    store_id: UUID,
    channel_id: UUID,
    body: ChannelDisconnectIn,
    *,
    actor: str,
) -> SalesChannel:
    """Forget the credentials; what came from there stays, and is known again when the shop is
    connected once more. Raises ChannelNotFound (404), WrongName (422), MigrationRunning (409)."""
    row = await get(session, store_id, channel_id, lock=True)
    if body.name.strip() != row.name:
        raise WrongName.on_field("name")
    if row.status == ChannelStatus.DISCONNECTED.value:
        return row
    if await repository.busy(session, store_id):
        raise MigrationRunning
    before = _facts(row)
    row.status, row.credentials = ChannelStatus.DISCONNECTED.value, ""
    row.updated_at = clock.now()
    await session.flush()
    await _audit(session, row, actor, "disconnect", before=before, after=_facts(row))
    return row


async def migrate(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: MigrationIn, *, actor: str
) -> ChannelMigration:
    """Begin to take a shop over, or to tell what would come of it; a worker does the work.

    Raises ChannelNotFound (404), ChannelClosed, CurrencyDiffers, MigrationRunning (409).
    """
    channel = await get(session, store.id, body.channel_id, lock=True)
    if channel.status != ChannelStatus.CONNECTED.value:
        raise ChannelClosed
    if Entity.PRODUCTS in body.entities and channel.currency != store.currency:
        raise CurrencyDiffers.on_field("entities")
    if await repository.busy(session, store.id):
        raise MigrationRunning
    abilities = connector(kernel, channel.adapter).capabilities
    now = clock.now()
    row = ChannelMigration(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        channel_id=channel.id,
        dry_run=body.dry_run,
        entities=[entity.value for entity in Entity if entity in body.entities],
        cursors={
            entity.value: {
                "cursor": None,
                "read": 0,
                "total": None,
                "done": entity is Entity.REDIRECTS and Capability.REDIRECTS not in abilities,
            }
            for entity in Entity
            if entity in body.entities
        },
        status=MigrationStatus.QUEUED.value,
        batch=0,
        dead_hosts={},
        error=None,
        actor=actor,
        finished_at=None,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    await session.flush()
    await enqueue(kernel, session, row)
    await _record(session, row, actor, "begin")
    return row


async def resume(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, migration_id: UUID, *, actor: str
) -> ChannelMigration:
    """Go on with a migration that failed or was paused, where it stopped.

    Raises MigrationNotFound (404), MigrationFinished, MigrationRunning, ChannelClosed (409).
    """
    row = await migration(session, store.id, migration_id, lock=True)
    if row.status == MigrationStatus.DONE.value:
        raise MigrationFinished
    channel = await get(session, store.id, row.channel_id, lock=True)
    if await repository.busy(session, store.id):
        raise MigrationRunning
    if channel.status != ChannelStatus.CONNECTED.value:
        raise ChannelClosed
    row.status, row.error, row.finished_at = MigrationStatus.QUEUED.value, None, None
    row.batch, row.actor, row.updated_at = row.batch + 1, actor, clock.now()
    await session.flush()
    await enqueue(kernel, session, row)
    await _record(session, row, actor, "resume")
    return row


async def pause(
    session: AsyncSession, store: StoreFacts, migration_id: UUID, *, actor: str
) -> ChannelMigration:
    """Stop after the record it is at, to go on later; what was taken over stays. Raises
    MigrationNotFound (404), MigrationFinished (409)."""
    row = await migration(session, store.id, migration_id, lock=True)
    if row.status not in repository.BUSY:
        raise MigrationFinished
    row.status, row.updated_at = MigrationStatus.PAUSED.value, clock.now()
    await session.flush()
    await _record(session, row, actor, "pause")
    return row


async def migration(
    session: AsyncSession, store_id: UUID, migration_id: UUID, *, lock: bool = False
) -> ChannelMigration:
    """A migration of the store. Raises MigrationNotFound (404)."""
    row = await repository.migration(session, store_id, migration_id, lock=lock)
    if row is None:
        raise MigrationNotFound
    return row


async def migrations(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[ChannelMigration], int]:
    """(migrations of the store, how many there are), newest first."""
    return await repository.migrations(session, store_id, offset=offset, limit=limit)


async def fail(
    session: AsyncSession, store: StoreFacts, migration_id: UUID, words: str, *, refused: bool
) -> None:
    """End a migration that cannot go on by itself; a merchant may let it go on. refused: the shop
    no longer takes our credentials."""
    row = await repository.migration(session, store.id, migration_id, lock=True)
    if row is None or row.status not in repository.BUSY:
        return
    row.status, row.error = MigrationStatus.FAILED.value, words[:500]
    row.finished_at = row.updated_at = clock.now()
    channel = await repository.channel(session, store.id, row.channel_id, lock=True)
    if channel is not None and refused and channel.status == ChannelStatus.CONNECTED.value:
        channel.status, channel.last_error = ChannelStatus.ATTENTION.value, words[:300]
    await session.flush()


async def enqueue(kernel: Kernel, session: AsyncSession, row: ChannelMigration) -> None:
    """Let a worker do the next batch."""
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(row.store_id), "migration_id": str(row.id), "batch": row.batch},
        tenant_id=row.tenant_id,
        queue="bulk",
    )


def _facts(row: SalesChannel) -> dict[str, Any]:
    """What the audit log says of a channel: never its credentials."""
    return {name: getattr(row, name) for name in FACTS}


async def _audit(
    session: AsyncSession, row: SalesChannel, actor: str, action: str, **facts: Any
) -> None:
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action=f"sales_channel.{action}",
        resource_type="sales_channel",
        resource_id=row.id,
        store_id=row.store_id,
        **facts,
    )


async def _record(session: AsyncSession, row: ChannelMigration, actor: str, action: str) -> None:
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action=f"migration.{action}",
        resource_type="migration",
        resource_id=row.id,
        store_id=row.store_id,
        after={"dry_run": row.dry_run, "entities": list(row.entities)},
    )
