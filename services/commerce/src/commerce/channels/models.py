"""Tables of sales channels: the connected shops, what of theirs is what of ours, and migrations."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class ChannelStatus(StrEnum):
    """`attention`: it no longer takes our credentials, and nothing is asked of it until somebody
    connects it again."""

    CONNECTED = "connected"
    ATTENTION = "attention"
    DISCONNECTED = "disconnected"


class Entity(StrEnum):
    """What is taken over, in the order in which it is: orders name products and people, and
    redirects lead to what is there by then."""

    PRODUCTS = "products"
    GROUPS = "groups"
    CUSTOMERS = "customers"
    ORDERS = "orders"
    REDIRECTS = "redirects"


class MigrationStatus(StrEnum):
    """Queued and running ones are worked on; the others rest."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PAUSED = "paused"


class ItemState(StrEnum):
    """How far a record is: to be written, its pictures to be fetched, done."""

    WAITING = "waiting"
    WRITTEN = "written"
    DONE = "done"


class ItemAction(StrEnum):
    """What comes of a record."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"


class SalesChannel(TenantRow, Timestamps, Base):
    """A shop elsewhere. `credentials` is sealed, bound to the row's id, and empty once
    disconnected; the row stays, for what came from there refers to it."""

    __tablename__ = "sales_channels"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", ChannelStatus),
        UniqueConstraint("tenant_id", "store_id", "adapter", "shop_ref"),
    )

    store_id: Mapped[UUID]
    adapter: Mapped[str] = mapped_column(comment="name of its kind in the registry")
    name: Mapped[str]
    shop_ref: Mapped[str] = mapped_column(comment="who we are there")
    url: Mapped[str]
    currency: Mapped[str]
    status: Mapped[str]
    credentials: Mapped[str]
    missing: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), default=list, comment="rights it lacks, in words"
    )
    last_error: Mapped[str | None]


class ChannelLink(Base):
    """What of theirs is what of ours: the reason why nothing is taken over twice. `hash` is of what
    was last taken: what says the same is not touched again, so that a merchant's own changes
    stay."""

    __tablename__ = "channel_links"
    __table_args__ = (
        tenant_fk("channel_id", "sales_channels"),
        one_of("entity", Entity),
        Index("ix_channel_links_local", "tenant_id", "channel_id", "entity", "local_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel_id: Mapped[UUID] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    local_id: Mapped[UUID]
    hash: Mapped[str]


class ChannelMigration(TenantRow, Timestamps, Base):
    """A shop taken over, or looked at (`dry_run`). `cursors`: entity -> {cursor, read, total,
    done}: where reading goes on after a kill."""

    __tablename__ = "channel_migrations"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("channel_id", "sales_channels"),
        one_of("status", MigrationStatus),
        Index("ix_channel_migrations_listed", "tenant_id", "store_id", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    dry_run: Mapped[bool]
    entities: Mapped[list[Any]]
    cursors: Mapped[dict[str, Any]]
    status: Mapped[str]
    batch: Mapped[int] = mapped_column(
        comment="counts up; a batch that lost its turn enqueues nothing"
    )
    dead_hosts: Mapped[dict[str, Any]] = mapped_column(
        comment="host of pictures -> why it is not asked again in this job"
    )
    error: Mapped[str | None]
    actor: Mapped[str]
    finished_at: Mapped[datetime | None]


class MigrationItem(TenantRow, Base):
    """One record of a migration; its state makes the job go on after a kill."""

    __tablename__ = "channel_migration_items"
    __table_args__ = (
        tenant_fk("migration_id", "channel_migrations", ondelete="CASCADE"),
        one_of("entity", Entity),
        one_of("state", ItemState),
        one_of("action", ItemAction),
        UniqueConstraint(
            "tenant_id",
            "migration_id",
            "entity",
            "external_id",
            name="uq_channel_migration_items_external_id",
        ),
        Index(
            "ix_channel_migration_items_open",
            "tenant_id",
            "migration_id",
            "stage",
            "row",
            "id",
            postgresql_where=text("state <> 'done'"),
        ),
    )

    store_id: Mapped[UUID]
    migration_id: Mapped[UUID]
    entity: Mapped[str]
    stage: Mapped[int] = mapped_column(comment="the entity's place in the order of work")
    row: Mapped[int] = mapped_column(comment="which of its entity it is, counted from 1")
    external_id: Mapped[str]
    title: Mapped[str]
    hash: Mapped[str]
    state: Mapped[str]
    action: Mapped[str]
    changes: Mapped[list[Any]]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    local_id: Mapped[UUID | None]
    next_picture: Mapped[int]


class MigrationIssue(TenantRow, Base):
    """Something about one record that a person should know."""

    __tablename__ = "channel_migration_issues"
    __table_args__ = (
        tenant_fk("migration_id", "channel_migrations", ondelete="CASCADE"),
        one_of("entity", Entity),
        Index("ix_channel_migration_issues_job", "tenant_id", "migration_id", "stage", "row", "id"),
    )

    store_id: Mapped[UUID]
    migration_id: Mapped[UUID]
    entity: Mapped[str]
    stage: Mapped[int]
    row: Mapped[int]
    external_id: Mapped[str]
    field: Mapped[str]
    level: Mapped[str]
    code: Mapped[str]
    reason: Mapped[str]
