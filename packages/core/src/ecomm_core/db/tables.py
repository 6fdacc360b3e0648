"""The kernel's own tables. A service copies them into its schema with `kernel_tables`.

SQL names them unqualified: the connection's search_path decides whose they are.
"""

from datetime import datetime
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
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from ecomm_core.db import delivery_tables, rls
from ecomm_core.db.models import NAMING

metadata = MetaData(naming_convention=NAMING)


def _uuid(name: str, *, primary_key: bool = False, nullable: bool = True) -> Column[UuidValue]:
    return Column(
        name, UUID(as_uuid=True), primary_key=primary_key, nullable=nullable and not primary_key
    )


def _time(name: str, *, nullable: bool = True) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _created() -> Column[datetime]:
    return Column("created_at", DateTime(timezone=True), server_default=func.now(), nullable=False)


def _tenant() -> Column[UuidValue]:
    return _uuid("tenant_id", primary_key=True)


tenants = Table(
    "tenants",
    metadata,
    _uuid("id", primary_key=True),
    Column("name", Text, nullable=False),
    Column("plan", Text, nullable=False),
    _time("trial_ends_at"),
    Column("require_two_factor", Boolean, nullable=False, server_default=text("false")),
    Column(
        "entitlements",
        JSONB,
        nullable=False,
        server_default=text("'{}'::jsonb"),
        comment="beyond the plan: limits raised by, and features",
    ),
    _time("read_only_since"),
    _created(),
    comment="One business. Everything a merchant owns hangs on it.",
)

users = Table(
    "users",
    metadata,
    _uuid("id", primary_key=True),
    Column("email", Text, nullable=False, comment="case-folded"),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    _time("email_verified_at"),
    Column("totp_secret", Text, comment="sealed; not in force before totp_enabled_at"),
    _time("totp_enabled_at"),
    Column("totp_last_step", BigInteger, comment="of the last code taken: none counts twice"),
    Column("recovery_codes", JSONB, comment="keyed hashes of those not used yet"),
    _created(),
    UniqueConstraint("email"),
    comment="A person; global, without a tenant. Rights are in memberships.",
)

custom_roles = Table(
    "custom_roles",
    metadata,
    _tenant(),
    _uuid("id", primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("permissions", JSONB, nullable=False, comment="out of the service's table"),
    _time("created_at", nullable=False),
    _time("updated_at", nullable=False),
    ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE"),
    Index("uq_custom_roles_name", "tenant_id", text("lower(name)"), unique=True),
    comment="Roles that a business made of its own, beside the presets.",
)

memberships = Table(
    "memberships",
    metadata,
    _tenant(),
    _uuid("user_id", primary_key=True),
    Column("role", Text, nullable=False),
    _uuid("role_id"),
    Column("store_ids", JSONB, nullable=True, comment="null: all stores of the tenant"),
    _created(),
    ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["tenant_id", "role_id"], ["custom_roles.tenant_id", "custom_roles.id"]),
    CheckConstraint("role in ('owner', 'admin', 'staff', 'viewer', 'custom')", name="role"),
    CheckConstraint("(role = 'custom') = (role_id is not null)", name="custom_role"),
    Index("ix_memberships_user_id", "user_id"),
    Index("ix_memberships_role_id", "tenant_id", "role_id"),
)

token_families = Table(
    "token_families",
    metadata,
    _tenant(),
    _uuid("id", primary_key=True),
    Column("audience", Text, nullable=False),
    _uuid("subject_id", nullable=False),
    _uuid("store_id"),
    Column("user_agent", Text),
    Column("ip", Text),
    _created(),
    _time("last_used_at"),
    _time("expires_at", nullable=False),
    _time("revoked_at"),
    Column("revoked_reason", Text),
    CheckConstraint("audience in ('merchant', 'shopper')", name="audience"),
    Index("ix_token_families_subject", "tenant_id", "subject_id"),
    comment="One log-in on one device; its refresh tokens rotate.",
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    _tenant(),
    Column("hash", LargeBinary, primary_key=True, comment="SHA-256 of the token"),
    _uuid("family_id", nullable=False),
    Column("generation", Integer, nullable=False),
    _time("expires_at", nullable=False),
    _time("used_at"),
    ForeignKeyConstraint(
        ["tenant_id", "family_id"],
        ["token_families.tenant_id", "token_families.id"],
        ondelete="CASCADE",
    ),
    Index("uq_refresh_tokens_hash", "hash", unique=True),
    Index("ix_refresh_tokens_family", "tenant_id", "family_id"),
)

account_links = Table(
    "account_links",
    metadata,
    _uuid("id", primary_key=True),
    _uuid("user_id", nullable=False),
    Column("purpose", Text, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    _time("expires_at", nullable=False),
    _time("used_at"),
    _time("created_at", nullable=False),
    ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
    CheckConstraint("purpose in ('verify', 'reset')", name="purpose"),
    Index("ix_account_links_user_id", "user_id", "purpose"),
    comment="Links sent by mail. The token is an HMAC over the row; it is stored nowhere.",
)

api_keys = Table(
    "api_keys",
    metadata,
    _tenant(),
    _uuid("id", primary_key=True),
    Column("name", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 of the key"),
    Column("hint", Text, nullable=False, comment="its last four characters"),
    Column("scopes", JSONB, nullable=False),
    Column("permissions", JSONB, comment="of its maker's custom role; null: a preset's"),
    Column("store_ids", JSONB, nullable=True, comment="null: all stores of the tenant"),
    _uuid("created_by", nullable=False),
    _time("created_at", nullable=False),
    _time("expires_at"),
    _time("last_used_at"),
    _time("revoked_at"),
    ForeignKeyConstraint(["tenant_id"], ["tenants.id"], ondelete="CASCADE"),
    Index("uq_api_keys_hash", "hash", unique=True),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", LargeBinary, primary_key=True, comment="SHA-256 of account, IP or both"),
    Column("day", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failures_today", Integer, nullable=False),
    _time("blocked_until"),
    _time("updated_at", nullable=False),
    comment="Log-in throttle. No tenant: it must count for accounts that do not exist.",
)

idempotency = Table(
    "idempotency",
    metadata,
    _tenant(),
    Column("key", LargeBinary, primary_key=True, comment="SHA-256 of caller, route and key"),
    Column("body_hash", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("reply", Text, nullable=False, comment="sealed"),
    _time("expires_at", nullable=False),
    Index("ix_idempotency_expires_at", "expires_at"),
)

usage = Table(
    "usage",
    metadata,
    _tenant(),
    Column("name", Text, primary_key=True),
    _uuid("scope_id", primary_key=True),
    Column("used", BigInteger, nullable=False),
    CheckConstraint("used >= 0", name="used"),
    comment="Counters behind plan limits; scope_id is the store, or the tenant itself.",
)

events = Table(
    "events",
    metadata,
    _tenant(),
    _uuid("id", primary_key=True),
    _uuid("store_id"),
    Column("type", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("resource_type", Text, nullable=False),
    _uuid("resource_id", nullable=False),
    Column("sequence", BigInteger, nullable=False),
    _time("occurred_at", nullable=False),
    Column("data", JSONB, nullable=False),
    UniqueConstraint("tenant_id", "resource_type", "resource_id", "sequence"),
    comment="What happened, once; the outbox says who still has to hear of it.",
)

event_sequences = Table(
    "event_sequences",
    metadata,
    _tenant(),
    Column("resource_type", Text, primary_key=True),
    _uuid("resource_id", primary_key=True),
    Column("value", BigInteger, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _tenant(),
    _uuid("id", primary_key=True),
    Column("task", Text, nullable=False),
    Column("queue", Text, nullable=False),
    _uuid("event_id"),
    Column("args", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    _time("not_before", nullable=False),
    _time("lease_until"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    _time("done_at"),
    _time("dead_at"),
    Column("error", Text),
    _created(),
    ForeignKeyConstraint(["tenant_id", "event_id"], ["events.tenant_id", "events.id"]),
    CheckConstraint("queue in ('critical', 'default', 'bulk')", name="queue"),
    Index(
        "ix_outbox_due",
        "queue",
        "not_before",
        postgresql_where=text("done_at is null and dead_at is null"),
    ),
    Index("ix_outbox_dead", "queue", postgresql_where=text("dead_at is not null")),
    Index("ix_outbox_done", "done_at", postgresql_where=text("done_at is not null")),
    comment="One row per (event, subscriber) or delayed job.",
)

job_slots = Table(
    "job_slots",
    metadata,
    Column("job", Text, primary_key=True),
    Column("slot", BigInteger, primary_key=True, comment="number of the period"),
    _time("started_at", nullable=False),
    _time("finished_at"),
    Column("error", Text),
    comment="A scheduled job runs once per slot, however many clocks run.",
)

audit_log = Table(
    "audit_log",
    metadata,
    _tenant(),
    _uuid("id", primary_key=True),
    _uuid("store_id"),
    _time("at", nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("resource_type", Text, nullable=False),
    _uuid("resource_id"),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("request_id", Text),
    Column("denied", Boolean, nullable=False, server_default=text("false")),
    Index("ix_audit_log_at", "tenant_id", "at"),
    comment="Append-only: the app role may insert and read, nothing else.",
)

delivery_tables.declare(metadata)

_MEMBER = "tenant_id = (select app_tenant())"
_OWN = "user_id = (select app_user())"
_MY_TENANTS = f"select m.tenant_id from memberships m where m.{_OWN}"  # noqa: S608 - constants
_OUR_USERS = f"select m.user_id from memberships m where m.{_MEMBER}"  # noqa: S608 - constants

POLICIES: dict[str, str | None] = {
    "tenants": f"id = (select app_tenant()) or id in ({_MY_TENANTS})",
    "users": f"id = (select app_user()) or id in ({_OUR_USERS})",
    "memberships": f"{_MEMBER} or {_OWN}",
    "custom_roles": None,
    "token_families": f"({_MEMBER} and {rls.STORE}) or subject_id = (select app_user())",
    "account_links": f"user_id = (select app_user()) or user_id in ({_OUR_USERS})",
    "refresh_tokens": None,
    "api_keys": None,
    "idempotency": None,
    "usage": None,
    "events": None,
    "event_sequences": None,
    "outbox": None,
    "audit_log": None,
    **dict.fromkeys(delivery_tables.NAMES),
}
"""Condition of each table's policy; None is the plain tenant rule."""

GLOBAL_TABLES = {
    "attempts": "counts guesses for accounts that do not exist; holds hashes only",
    "job_slots": "one row per scheduled job and slot; holds no tenant's data",
}
"""Tables without row-level security, each with its reason."""


def kernel_tables(target: MetaData) -> None:
    """Copy the kernel's tables into a service's metadata, for foreign keys and migrations."""
    for table in metadata.sorted_tables:
        table.to_metadata(target)
