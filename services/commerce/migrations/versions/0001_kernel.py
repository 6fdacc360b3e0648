"""The kernel's tables in commerce's schema: accounts, events and outbox, idempotency, audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import definer, grant, locator_may_read, protect, recorded

revision = "0001_kernel"
down_revision = None
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

_MEMBER = "tenant_id = (select app_tenant())"
_OWN = "user_id = (select app_user())"
_STORE = "((select app_store()) is null or store_id = (select app_store()))"

POLICIES = {
    "tenants": "id = (select app_tenant()) or id in "
    f"(select m.tenant_id from memberships m where m.{_OWN})",
    "users": "id = (select app_user()) or id in "
    f"(select m.user_id from memberships m where m.{_MEMBER})",
    "memberships": f"{_MEMBER} or {_OWN}",
    "token_families": f"({_MEMBER} and {_STORE}) or subject_id = (select app_user())",
    "refresh_tokens": _MEMBER,
    "idempotency": _MEMBER,
    "usage": _MEMBER,
    "events": _MEMBER,
    "event_sequences": _MEMBER,
    "outbox": _MEMBER,
    "audit_log": _MEMBER,
}
"""Which rows are seen; `attempts` and `job_slots` hold no tenant's data."""

DUE_WORK = """#variable_conflict use_column
begin return query
  with dead as (
    update outbox set dead_at = p_now
     where queue = p_queue and done_at is null and dead_at is null
       and attempts >= p_max and not_before <= p_now and lease_until < p_now
  ), due as (
    select o.tenant_id, o.id from outbox o
     where o.queue = p_queue and o.done_at is null and o.dead_at is null
       and o.not_before <= p_now and (o.lease_until is null or o.lease_until < p_now)
       and o.attempts < p_max
     order by o.not_before limit p_n for update skip locked
  )
  update outbox o set lease_until = p_lease, attempts = o.attempts + 1
    from due where o.tenant_id = due.tenant_id and o.id = due.id
  returning o.tenant_id, o.id, o.task
; end"""


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    op.execute(f"grant usage on schema commerce to {APP}, {LOCATOR}")
    for name in ("tenant", "store", "user"):
        op.execute(
            f"create function app_{name}() returns uuid language sql stable parallel safe as "
            f"$$ select nullif(current_setting('app.{name}_id', true), '')::uuid $$"
        )
    _tenants()
    _users()
    _memberships()
    _token_families()
    _refresh_tokens()
    _attempts()
    _idempotency()
    _usage()
    _events()
    _event_sequences()
    _outbox()
    _job_slots()
    _audit_log()
    for table, using in POLICIES.items():
        protect(table, using)
    grant(APP, *POLICIES, "attempts", "job_slots")
    op.execute(f"revoke update, delete, truncate on audit_log from {APP}")
    _look_ups()


def _tenants() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("trial_ends_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        comment="One business. Everything a merchant owns hangs on it.",
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False, comment="case-folded"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("email_verified_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
        comment="A person; global, without a tenant. Rights are in memberships.",
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("store_ids", postgresql.JSONB(), comment="null: all stores of the tenant"),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", name="pk_memberships"),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_memberships_tenant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_memberships_user_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "role in ('owner', 'admin', 'staff', 'viewer')", name="ck_memberships_role"
        ),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])


def _token_families() -> None:
    op.create_table(
        "token_families",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid()),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("user_agent", sa.Text()),
        sa.Column("ip", sa.Text()),
        recorded("created_at"),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_reason", sa.Text()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_token_families"),
        sa.CheckConstraint(
            "audience in ('merchant', 'shopper')", name="ck_token_families_audience"
        ),
        comment="One log-in on one device; its refresh tokens rotate.",
    )
    op.create_index("ix_token_families_subject", "token_families", ["tenant_id", "subject_id"])


def _refresh_tokens() -> None:
    op.create_table(
        "refresh_tokens",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the token"),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "hash", name="pk_refresh_tokens"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "family_id"],
            ["token_families.tenant_id", "token_families.id"],
            name="fk_refresh_tokens_tenant_id_family_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_refresh_tokens_family", "refresh_tokens", ["tenant_id", "family_id"])
    op.create_index("uq_refresh_tokens_hash", "refresh_tokens", ["hash"], unique=True)


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column(
            "key", sa.LargeBinary(), nullable=False, comment="SHA-256 of account, IP or both"
        ),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failures_today", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True)),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempts"),
        comment="Log-in throttle. No tenant: it must count for accounts that do not exist.",
    )


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "key", sa.LargeBinary(), nullable=False, comment="SHA-256 of caller, route and key"
        ),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False, comment="sealed"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_expires_at", "idempotency", ["expires_at"])


def _usage() -> None:
    op.create_table(
        "usage",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", "scope_id", name="pk_usage"),
        sa.CheckConstraint("used >= 0", name="ck_usage_used"),
        comment="Counters behind plan limits; scope_id is the store, or the tenant itself.",
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid()),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_events"),
        sa.UniqueConstraint(
            "tenant_id",
            "resource_type",
            "resource_id",
            "sequence",
            name="uq_events_tenant_id_resource_type_resource_id_sequence",
        ),
        comment="What happened, once; the outbox says who still has to hear of it.",
    )


def _event_sequences() -> None:
    op.create_table(
        "event_sequences",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "resource_type", "resource_id", name="pk_event_sequences"
        ),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid()),
        sa.Column(
            "args", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb")
        ),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("dead_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text()),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_outbox"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["events.tenant_id", "events.id"],
            name="fk_outbox_tenant_id_event_id",
        ),
        sa.CheckConstraint("queue in ('critical', 'default', 'bulk')", name="ck_outbox_queue"),
        comment="One row per (event, subscriber) or delayed job.",
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["queue", "not_before"],
        postgresql_where=sa.text("done_at is null and dead_at is null"),
    )


def _job_slots() -> None:
    op.create_table(
        "job_slots",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False, comment="number of the period"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("job", "slot", name="pk_job_slots"),
        comment="A scheduled job runs once per slot, however many clocks run.",
    )


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid()),
        sa.Column("before", postgresql.JSONB()),
        sa.Column("after", postgresql.JSONB()),
        sa.Column("request_id", sa.Text()),
        sa.Column("denied", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_audit_log"),
        comment="Append-only: the app role may insert and read, nothing else.",
    )
    op.create_index("ix_audit_log_at", "audit_log", ["tenant_id", "at"])


def _look_ups() -> None:
    locator_may_read(LOCATOR, "users", "id", "email")
    locator_may_read(LOCATOR, "refresh_tokens", "hash", "tenant_id", "family_id")
    locator_may_read(LOCATOR, "memberships", "tenant_id", "user_id", "created_at")
    op.execute(f"grant select, update (lease_until, attempts, dead_at) on outbox to {LOCATOR}")
    op.execute(f"create policy locate on outbox for select to {LOCATOR} using (true)")
    op.execute(
        f"create policy lease on outbox for update to {LOCATOR} using (true) with check (true)"
    )
    definer(
        "commerce",
        "locate_user(p_email text)",
        "table (user_id uuid, tenant_id uuid)",
        "select u.id, m.tenant_id from users u left join memberships m on m.user_id = u.id "
        "where u.email = p_email order by m.created_at limit 1",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "locate_token(p_hash bytea)",
        "table (tenant_id uuid, family_id uuid)",
        "select t.tenant_id, t.family_id from refresh_tokens t where t.hash = p_hash",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "due_work(p_queue text, p_n integer, p_now timestamptz, p_lease timestamptz, "
        "p_max integer)",
        "table (tenant_id uuid, id uuid, task text)",
        DUE_WORK,
        locator=LOCATOR,
        app=APP,
        language="plpgsql",
        volatility="volatile",
    )
