"""Queries of sales channels and migrations."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.models import (
    ChannelLink,
    ChannelMigration,
    Entity,
    ItemAction,
    ItemState,
    MigrationIssue,
    MigrationItem,
    MigrationStatus,
    SalesChannel,
)
from commerce.stores.directory import StoreFacts
from ecomm_core.ids import new_id

BUSY: Final = (MigrationStatus.QUEUED.value, MigrationStatus.RUNNING.value)
MAX_ISSUES: Final = 20_000
"""Issues that a report holds."""


async def channel(
    session: AsyncSession, store_id: UUID, channel_id: UUID, *, lock: bool = False
) -> SalesChannel | None:
    """A channel of the store."""
    query = select(SalesChannel).where(
        SalesChannel.id == channel_id, SalesChannel.store_id == store_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: SalesChannel | None = await session.scalar(query)
    return found


async def channels(session: AsyncSession, store_id: UUID) -> Sequence[SalesChannel]:
    """A store's channels, in the order they were connected."""
    rows = await session.scalars(
        select(SalesChannel)
        .where(SalesChannel.store_id == store_id)
        .order_by(SalesChannel.created_at, SalesChannel.id)
    )
    return rows.all()


async def same_shop(
    session: AsyncSession, store_id: UUID, adapter: str, shop_ref: str
) -> SalesChannel | None:
    """The store's channel to this shop, whatever its state."""
    found: SalesChannel | None = await session.scalar(
        select(SalesChannel)
        .where(
            SalesChannel.store_id == store_id,
            SalesChannel.adapter == adapter,
            SalesChannel.shop_ref == shop_ref,
        )
        .with_for_update()
    )
    return found


async def linked(session: AsyncSession, ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    """(channel, entity) -> how many records of it are ours."""
    rows = await session.execute(
        select(ChannelLink.channel_id, ChannelLink.entity, func.count())
        .where(ChannelLink.channel_id.in_(ids))
        .group_by(ChannelLink.channel_id, ChannelLink.entity)
    )
    return {(row[0], row[1]): row[2] for row in rows}


async def migration(
    session: AsyncSession, store_id: UUID, migration_id: UUID, *, lock: bool = False
) -> ChannelMigration | None:
    """A migration of the store."""
    query = select(ChannelMigration).where(
        ChannelMigration.id == migration_id, ChannelMigration.store_id == store_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: ChannelMigration | None = await session.scalar(query)
    return found


async def migrations(
    session: AsyncSession, store_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[ChannelMigration], int]:
    """(migrations, how many there are), newest first."""
    mine = ChannelMigration.store_id == store_id
    total = await session.scalar(select(func.count()).select_from(ChannelMigration).where(mine))
    rows = await session.scalars(
        select(ChannelMigration)
        .where(mine)
        .order_by(ChannelMigration.created_at.desc(), ChannelMigration.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def busy(session: AsyncSession, store_id: UUID) -> bool:
    """Whether a migration of the store is worked on."""
    query = select(ChannelMigration.id).where(
        ChannelMigration.store_id == store_id, ChannelMigration.status.in_(BUSY)
    )
    return await session.scalar(query.limit(1)) is not None


async def add_items(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Records of a migration; one that is there stays as it is."""
    if rows:
        await session.execute(insert(MigrationItem).on_conflict_do_nothing(), list(rows))


async def open_items(session: AsyncSession, migration_id: UUID, limit: int) -> list[UUID]:
    """What is not done, in the order of work."""
    rows = await session.scalars(
        select(MigrationItem.id)
        .where(
            MigrationItem.migration_id == migration_id,
            MigrationItem.state != ItemState.DONE.value,
        )
        .order_by(MigrationItem.stage, MigrationItem.row, MigrationItem.id)
        .limit(limit)
    )
    return list(rows)


async def claim(session: AsyncSession, item_id: UUID) -> MigrationItem | None:
    """A record that is not done and that nobody else works on, until commit."""
    found: MigrationItem | None = await session.scalar(
        select(MigrationItem)
        .where(MigrationItem.id == item_id, MigrationItem.state != ItemState.DONE.value)
        .with_for_update(skip_locked=True)
    )
    return found


async def waiting_redirects(
    session: AsyncSession, migration_id: UUID, limit: int
) -> Sequence[MigrationItem]:
    """Redirects that are not done, kept from others until commit."""
    rows = await session.scalars(
        select(MigrationItem)
        .where(
            MigrationItem.migration_id == migration_id,
            MigrationItem.entity == Entity.REDIRECTS.value,
            MigrationItem.state != ItemState.DONE.value,
        )
        .order_by(MigrationItem.row, MigrationItem.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def counts(
    session: AsyncSession, ids: Sequence[UUID]
) -> Sequence[Row[UUID, str, str, str, int]]:
    """Rows of (migration, entity, state, action, how many)."""
    found = await session.execute(
        select(
            MigrationItem.migration_id,
            MigrationItem.entity,
            MigrationItem.state,
            MigrationItem.action,
            func.count(),
        )
        .where(MigrationItem.migration_id.in_(ids))
        .group_by(
            MigrationItem.migration_id,
            MigrationItem.entity,
            MigrationItem.state,
            MigrationItem.action,
        )
    )
    return found.all()


async def creations(session: AsyncSession, migration_id: UUID) -> int:
    """Products that this migration makes before the next one."""
    found = await session.scalar(
        select(func.count())
        .select_from(MigrationItem)
        .where(
            MigrationItem.migration_id == migration_id,
            MigrationItem.entity == Entity.PRODUCTS.value,
            MigrationItem.state == ItemState.DONE.value,
            MigrationItem.action == ItemAction.CREATE.value,
        )
    )
    return found or 0


async def claimed_skus(
    session: AsyncSession, migration_id: UUID
) -> Sequence[Row[int, str, list[str]]]:
    """(row, title, SKUs) of each product that a dry run would have taken so far."""
    found = await session.execute(
        select(MigrationItem.row, MigrationItem.title, MigrationItem.payload["skus"])
        .where(
            MigrationItem.migration_id == migration_id,
            MigrationItem.entity == Entity.PRODUCTS.value,
            MigrationItem.state == ItemState.DONE.value,
            MigrationItem.payload.is_not(None),
        )
        .order_by(MigrationItem.row)
    )
    return found.all()


async def diff(session: AsyncSession, migration_id: UUID, limit: int) -> Sequence[MigrationItem]:
    """Finished records that are not as they were, in the order of work."""
    rows = await session.scalars(
        select(MigrationItem)
        .where(
            MigrationItem.migration_id == migration_id,
            MigrationItem.state == ItemState.DONE.value,
            MigrationItem.action != ItemAction.UNCHANGED.value,
        )
        .order_by(MigrationItem.stage, MigrationItem.row, MigrationItem.id)
        .limit(limit)
    )
    return rows.all()


async def add_issues(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """What a person should know."""
    if rows:
        await session.execute(insert(MigrationIssue), list(rows))


async def issues(
    session: AsyncSession, migration_id: UUID, limit: int = MAX_ISSUES
) -> Sequence[MigrationIssue]:
    """Issues in the order of work."""
    rows = await session.scalars(
        select(MigrationIssue)
        .where(MigrationIssue.migration_id == migration_id)
        .order_by(MigrationIssue.stage, MigrationIssue.row, MigrationIssue.id)
        .limit(limit)
    )
    return rows.all()


async def issue_counts(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Migration -> how many issues it has."""
    rows = await session.execute(
        select(MigrationIssue.migration_id, func.count())
        .where(MigrationIssue.migration_id.in_(ids))
        .group_by(MigrationIssue.migration_id)
    )
    return {row[0]: row[1] for row in rows}


async def links(
    session: AsyncSession, channel_id: UUID, entity: Entity, external_ids: Sequence[str]
) -> dict[str, ChannelLink]:
    """External id -> what of ours it is."""
    rows = await session.scalars(
        select(ChannelLink).where(
            ChannelLink.channel_id == channel_id,
            ChannelLink.entity == entity.value,
            ChannelLink.external_id.in_(external_ids),
        )
    )
    return {row.external_id: row for row in rows}


async def link(
    session: AsyncSession,
    store: StoreFacts,
    channel_id: UUID,
    entity: Entity,
    external_id: str,
    local_id: UUID,
    hashed: str,
) -> None:
    """Write down what of ours a record of theirs is."""
    statement = insert(ChannelLink).values(
        tenant_id=store.tenant_id,
        store_id=store.id,
        channel_id=channel_id,
        entity=entity.value,
        external_id=external_id,
        local_id=local_id,
        hash=hashed,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "channel_id", "entity", "external_id"],
            set_={"local_id": statement.excluded.local_id, "hash": statement.excluded.hash},
        )
    )


def issue_row(
    store: StoreFacts, item: Mapping[str, Any], field: str, level: str, code: str, reason: str
) -> dict[str, Any]:
    """An issue about a record (`migration_id`, `entity`, `stage`, `row`, `external_id`)."""
    named = ("migration_id", "entity", "stage", "row", "external_id")
    return {
        "tenant_id": store.tenant_id,
        "id": new_id(),
        "store_id": store.id,
        **{name: item[name] for name in named},
        "field": field[:120],
        "level": level,
        "code": code[:60],
        "reason": reason[:500],
    }
