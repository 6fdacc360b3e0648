"""The tables every product has beside the kernel's: connections to stores, the inbox, tickets,
settings of a business, writes to a store, the key of the gateway.

SQL names them unqualified, as with the kernel's own: the connection's search_path decides.
"""

from datetime import datetime
from typing import Final
from uuid import UUID as UuidValue

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecomm_core.db import tables as kernel
from ecomm_core.db.models import NAMING

metadata = MetaData(naming_convention=NAMING)
for _table in kernel.metadata.sorted_tables:
    _table.to_metadata(metadata)


def _uuid(name: str, *, key: bool = False, nullable: bool = False) -> Column[UuidValue]:
    return Column(name, UUID(as_uuid=True), primary_key=key, nullable=nullable and not key)


def _time(name: str, *, nullable: bool = True, comment: str | None = None) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable, comment=comment)


def _words(name: str, *, nullable: bool = False, comment: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=nullable, comment=comment)


def _of_business() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE")


def _of_connection() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "connection_id"],
        ["platform_connections.tenant_id", "platform_connections.id"],
        ondelete="CASCADE",
    )


connections = Table(
    "platform_connections",
    metadata,
    _uuid("tenant_id", key=True),
    _uuid("id", key=True),
    _uuid("store_id"),
    _uuid("platform_tenant_id"),
    _uuid("platform_connection_id"),
    _words("name"),
    _words("slug"),
    _words("url"),
    _words("currency"),
    _words("locale"),
    _words("timezone"),
    _words("platform_url", comment="origin of the platform's API"),
    _words("platform_key", comment="sealed; empty where there is none any more"),
    Column("scopes", JSONB, nullable=False),
    Column("webhook_secrets", JSONB, nullable=False, comment="sealed; newest first"),
    _uuid("api_key_id", nullable=True),
    _words("status"),
    _time("connected_at", nullable=False),
    _time("disconnected_at"),
    _time("suspended_at", comment="the store is; nothing is heard of it until it is back"),
    _time("last_event_at"),
    _of_business(),
    CheckConstraint("status in ('connected', 'disconnected', 'deleted')", name="status"),
    Index("uq_platform_connections_store_id", "store_id", unique=True),
    Index("ix_platform_connections_platform_tenant_id", "platform_tenant_id"),
    comment="A store of the platform that the product works for.",
)

inbox = Table(
    "inbox",
    metadata,
    _uuid("tenant_id", key=True),
    _uuid("id", key=True),
    _uuid("connection_id"),
    _uuid("event_id"),
    _words("type"),
    Column("version", Integer, nullable=False),
    _uuid("store_id"),
    _words("resource_type"),
    _uuid("resource_id"),
    Column("sequence", BigInteger, nullable=True),
    _time("occurred_at", nullable=False),
    Column("test", Boolean, nullable=False),
    Column("data", JSONB, nullable=False, comment="emptied when its customer is erased"),
    _words("state"),
    _time("received_at", nullable=False),
    _time("handled_at"),
    _of_connection(),
    UniqueConstraint("tenant_id", "connection_id", "event_id"),
    CheckConstraint("state in ('waiting', 'done', 'stale', 'ignored')", name="state"),
    CheckConstraint("(state = 'waiting') = (handled_at is null)", name="handled_at"),
    Index(
        "ix_inbox_resource",
        "tenant_id",
        "connection_id",
        "resource_type",
        "resource_id",
        "sequence",
    ),
    Index("ix_inbox_handled_at", "handled_at", postgresql_where=text("handled_at is not null")),
    comment="What stores told; stored once, worked on by tasks.",
)

inbox_heads = Table(
    "inbox_heads",
    metadata,
    _uuid("tenant_id", key=True),
    _uuid("connection_id", key=True),
    Column("resource_type", Text, primary_key=True),
    _uuid("resource_id", key=True),
    Column("received", BigInteger, nullable=False, comment="highest sequence that arrived"),
    Column("worked", BigInteger, nullable=False, comment="highest sequence worked on"),
    _of_connection(),
    comment="How far each resource of a store has come.",
)

tickets = Table(
    "sign_in_tickets",
    metadata,
    _uuid("tenant_id", key=True),
    _uuid("id", key=True),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 of the ticket"),
    _uuid("user_id"),
    _words("path"),
    _time("expires_at", nullable=False),
    _time("used_at"),
    _uuid("family_id", nullable=True),
    _of_business(),
    Index("uq_sign_in_tickets_hash", "hash", unique=True),
    Index("ix_sign_in_tickets_family_id", "tenant_id", "family_id"),
    Index("ix_sign_in_tickets_expires_at", "expires_at"),
    comment="Opens the product signed in, once, for somebody who comes from the platform.",
)

preferences = Table(
    "business_settings",
    metadata,
    _uuid("tenant_id", key=True),
    Column("chosen", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    _time("updated_at", nullable=False),
    _of_business(),
    comment="What a business has chosen; what it has not is the product's default.",
)

writes = Table(
    "platform_writes",
    metadata,
    _uuid("tenant_id", key=True),
    _uuid("id", key=True),
    _uuid("connection_id"),
    _words("purpose", comment="the product's own word for it"),
    _uuid("resource_id"),
    _words("method"),
    _words("path"),
    Column("body", JSONB, nullable=False),
    Column("expected_version", Integer, nullable=True),
    _words("state"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    _words("code", nullable=True, comment="of the refusal"),
    _words("message", nullable=True),
    Column("answer", JSONB, nullable=True),
    _time("planned_at", nullable=False),
    _time("settled_at"),
    _of_connection(),
    CheckConstraint("state in ('planned', 'unknown', 'done', 'refused', 'conflict')", name="state"),
    Index("ix_platform_writes_resource", "tenant_id", "connection_id", "resource_id"),
    comment="What the product changes in a store, written down before it is asked for.",
)

gateway_keys = Table(
    "gateway_keys",
    metadata,
    _uuid("tenant_id", key=True),
    _uuid("gateway_tenant_id"),
    _uuid("key_id"),
    _words("key", comment="sealed"),
    _time("created_at", nullable=False),
    _of_business(),
    comment="The business's virtual key at the gateway of model providers.",
)

OWN: Final[tuple[Table, ...]] = (
    connections,
    inbox,
    inbox_heads,
    tickets,
    preferences,
    writes,
    gateway_keys,
)
NAMES: Final = tuple(table.name for table in OWN)


def product_tables(target: MetaData) -> None:
    """Copy the kernel's tables and these into a product's metadata."""
    for table in metadata.sorted_tables:
        table.to_metadata(target)
