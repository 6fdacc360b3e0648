"""Signed messages to others: endpoints, what waits for them, each try."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import definer, grant, locator_may_read, protect, recorded

revision = "0045_delivery"
down_revision = "0044_purchase_parcels"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

DUE_ENDPOINTS = """select e.tenant_id, e.id from delivery_endpoints e
 where e.due_at <= p_now order by e.due_at limit p_n"""

CLEAR_MESSAGES = """with old as (
  select d.tenant_id, d.id from deliveries d
   where d.done_at < p_until order by d.done_at limit p_most
), gone as (
  delete from deliveries d using old
   where d.tenant_id = old.tenant_id and d.id = old.id and d.done_at < p_until
  returning 1
) select count(*)::integer from gone"""


def upgrade() -> None:
    """Make the tables, and the two functions that look across tenants."""
    op.create_table(
        "delivery_endpoints",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid()),
        sa.Column(
            "purpose", sa.Text(), nullable=False, comment="webhook, bridge: who owns it in code"
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("types", JSONB(), nullable=False, comment="names of what it is told of"),
        sa.Column("secret", sa.Text(), nullable=False, comment="sealed"),
        sa.Column("previous_secret", sa.Text(), comment="sealed; signs too until previous_until"),
        _time("previous_until"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("disabled_reason", sa.Text()),
        _time("disabled_at"),
        sa.Column(
            "failures",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
            comment="in a row",
        ),
        _time("failing_since"),
        _time("resume_at", comment="open circuit, or as long as the receiver asked to wait"),
        _time("due_at", comment="when something can be done for it; null: nothing waits"),
        _time("last_success_at"),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_delivery_endpoints"),
        sa.CheckConstraint(
            "status in ('active', 'paused', 'disabled')", name="ck_delivery_endpoints_status"
        ),
        sa.CheckConstraint(
            "disabled_reason in ('failing', 'gone')", name="ck_delivery_endpoints_disabled_reason"
        ),
        sa.CheckConstraint("failures >= 0", name="ck_delivery_endpoints_failures"),
        comment="An address of somebody else that signed messages go to.",
    )
    op.create_index(
        "ix_delivery_endpoints_store_id", "delivery_endpoints", ["tenant_id", "store_id"]
    )
    op.create_index(
        "ix_delivery_endpoints_due_at",
        "delivery_endpoints",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )
    _deliveries()
    _attempts()
    for table in ("delivery_endpoints", "deliveries", "delivery_attempts"):
        protect(table)
        grant(APP, table)
    locator_may_read(LOCATOR, "deliveries", "tenant_id", "id", "done_at")
    op.execute(f"grant delete on deliveries to {LOCATOR}")
    op.execute(
        f"create policy clear on deliveries for delete to {LOCATOR} using (done_at is not null)"
    )
    locator_may_read(LOCATOR, "delivery_endpoints", "tenant_id", "id", "due_at")
    definer(
        "commerce",
        "clear_messages(p_until timestamptz, p_most integer)",
        "integer",
        CLEAR_MESSAGES,
        locator=LOCATOR,
        app=APP,
        volatility="volatile",
    )
    definer(
        "commerce",
        "due_endpoints(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, endpoint_id uuid)",
        DUE_ENDPOINTS,
        locator=LOCATOR,
        app=APP,
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column(
            "message_id",
            sa.Uuid(),
            nullable=False,
            comment="the event's id; webhook-id of every try",
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="the bytes that are signed and sent"),
        sa.Column("bulk", sa.Boolean(), nullable=False, comment="goes after what is not"),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("dead_reason", sa.Text()),
        _time("not_before", nullable=False),
        _time("lease_until"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column(
            "round",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
            comment="tries since it was sent or replayed: what the backoff counts",
        ),
        sa.Column(
            "lost",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
            comment="tries whose process ended in the middle",
        ),
        _time("give_up_at", nullable=False),
        _time("done_at"),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "endpoint_id"],
            ["delivery_endpoints.tenant_id", "delivery_endpoints.id"],
            name="fk_deliveries_tenant_id_endpoint_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "endpoint_id",
            "message_id",
            name="uq_deliveries_tenant_id_endpoint_id_message_id",
        ),
        sa.CheckConstraint(
            "status in ('pending', 'delivered', 'dead')", name="ck_deliveries_status"
        ),
        sa.CheckConstraint(
            "dead_reason in ('expired', 'gone', 'disabled', 'lost', 'test')",
            name="ck_deliveries_dead_reason",
        ),
        sa.CheckConstraint(
            "(status = 'pending') = (done_at is null)", name="ck_deliveries_done_at"
        ),
        comment="A message for one endpoint.",
    )
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["tenant_id", "endpoint_id", "not_before"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index("ix_deliveries_listed", "deliveries", ["tenant_id", "endpoint_id", "id"])
    op.create_index(
        "ix_deliveries_done_at",
        "deliveries",
        ["done_at"],
        postgresql_where=sa.text("done_at is not null"),
    )


def _attempts() -> None:
    op.create_table(
        "delivery_attempts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _time("at", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("response_code", sa.Integer()),
        sa.Column("latency_ms", sa.Integer()),
        sa.Column("error", sa.Text()),
        _time("next_retry_at"),
        sa.Column("request_headers", JSONB(), nullable=False),
        sa.Column("response_headers", JSONB()),
        sa.Column("response_body", sa.Text(), comment="at most 64 KiB of it"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_delivery_attempts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "delivery_id"],
            ["deliveries.tenant_id", "deliveries.id"],
            name="fk_delivery_attempts_tenant_id_delivery_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "delivery_id",
            "number",
            name="uq_delivery_attempts_tenant_id_delivery_id_number",
        ),
        sa.CheckConstraint(
            "status in ('succeeded', 'failed', 'lost')", name="ck_delivery_attempts_status"
        ),
        comment="A try, and what came of it.",
    )


def _time(
    name: str, *, nullable: bool = True, comment: str | None = None
) -> "sa.Column[sa.DateTime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)
