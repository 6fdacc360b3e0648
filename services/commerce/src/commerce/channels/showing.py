"""Channels and migrations as their merchants see them: never a credential."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import repository
from commerce.channels.connecting import connectors_of
from commerce.channels.models import ChannelMigration, Entity, ItemState, SalesChannel
from commerce.channels.schemas import (
    ChannelOut,
    MigrationDiffOut,
    MigrationEntityOut,
    MigrationIssueOut,
    MigrationOut,
    MigrationRow,
)
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import csv_file

SHOWN: Final = 100
COLUMNS: Final = ("entity", "row", "external_id", "field", "level", "code", "reason")


async def channels_out(
    kernel: Kernel, session: AsyncSession, rows: Sequence[SalesChannel]
) -> list[ChannelOut]:
    """Channels with what came from there."""
    counted = await repository.linked(session, [row.id for row in rows])
    titles = {one.name: one.title for one in connectors_of(kernel).connectors()}
    names = set(ChannelOut.model_fields) - {"adapter_title", "products", "customers", "orders"}
    return [
        ChannelOut(
            **{name: getattr(row, name) for name in names},
            adapter_title=titles.get(row.adapter, row.adapter),
            products=counted.get((row.id, Entity.PRODUCTS.value), 0),
            customers=counted.get((row.id, Entity.CUSTOMERS.value), 0),
            orders=counted.get((row.id, Entity.ORDERS.value), 0),
        )
        for row in rows
    ]


async def rows_out(session: AsyncSession, rows: Sequence[ChannelMigration]) -> list[MigrationRow]:
    """Migrations with how far they are."""
    return [MigrationRow.model_validate(one) for one in await _shown(session, rows)]


async def migration_out(session: AsyncSession, row: ChannelMigration) -> MigrationOut:
    """A migration with its first differences and issues."""
    [shown] = await _shown(session, [row])
    diff = await repository.diff(session, row.id, SHOWN)
    issues = await repository.issues(session, row.id, SHOWN)
    return MigrationOut.model_validate(
        {
            **shown,
            "diff": [MigrationDiffOut.model_validate(one, from_attributes=True) for one in diff],
            "first_issues": [
                MigrationIssueOut.model_validate(one, from_attributes=True) for one in issues
            ],
        }
    )


async def issues_csv(session: AsyncSession, row: ChannelMigration) -> bytes:
    """Every issue: entity, row, field and reason, safe to open in a spreadsheet."""
    found = await repository.issues(session, row.id)
    return csv_file(COLUMNS, [[getattr(one, name) for name in COLUMNS] for one in found])


async def _shown(session: AsyncSession, rows: Sequence[ChannelMigration]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    counted: dict[tuple[UUID, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for migration_id, entity, state, action, count in await repository.counts(session, ids):
        found = counted[migration_id, entity]
        found["all"] += count
        if state == ItemState.DONE.value:
            found["done"] += count
            found[action] += count
    blamed = await repository.issue_counts(session, ids)
    return [
        {
            **{
                name: getattr(row, name)
                for name in (
                    "id",
                    "channel_id",
                    "dry_run",
                    "status",
                    "error",
                    "created_at",
                    "finished_at",
                )
            },
            "entities": list(_entities(row, counted)),
            "issues": blamed.get(row.id, 0),
        }
        for row in rows
    ]


def _entities(
    row: ChannelMigration, counted: dict[tuple[UUID, str], dict[str, int]]
) -> Iterable[MigrationEntityOut]:
    for entity in Entity:
        found = counted[row.id, entity.value]
        if entity.value not in row.entities and not found["all"]:
            continue
        place = row.cursors.get(entity.value, {})
        yield MigrationEntityOut(
            entity=entity,
            total=place.get("total"),
            read=found["all"],
            done=found["done"],
            create=found["create"],
            update=found["update"],
            unchanged=found["unchanged"],
            skip=found["skip"],
        )
