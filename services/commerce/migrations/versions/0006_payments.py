"""Payments, refunds, the inbox of provider events, the mock provider's books."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect,
    protect_stores_tables,
    recorded,
)

revision = "0006_payments"
down_revision = "0005_orders"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _payments()
    _refunds()
    _provider_events()
    _mock_sessions()
    protect_stores_tables("payments", "refunds")
    protect("provider_events")
    # mock_sessions has no tenant: the mock provider's own books, read by session id only
    grant(APP, "payments", "refunds", "provider_events", "mock_sessions")
    locator_may_read(LOCATOR, "payments", "id", "tenant_id", "store_id", "provider", "provider_ref")
    definer(
        "commerce",
        "locate_payment(p_provider text, p_ref text)",
        "table (tenant_id uuid, store_id uuid, payment_id uuid)",
        "select p.tenant_id, p.store_id, p.id from payments p "
        "where p.provider = p_provider and p.provider_ref = p_ref",
        locator=LOCATOR,
        app=APP,
    )


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("captured", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("payment_url", sa.Text()),
        sa.Column("failure_code", sa.Text()),
        sa.Column("failure_message", sa.Text()),
        sa.Column(
            "content_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="of what this attempt pays for; another content is never bought by it",
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            comment="the provider's state was read after this moment",
        ),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_payments"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "checkout_id"],
            ["checkouts.tenant_id", "checkouts.id"],
            name="fk_payments_tenant_id_checkout_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "checkout_id", "attempt", name="uq_payments_tenant_id_checkout_id_attempt"
        ),
        sa.CheckConstraint("amount > 0", name="ck_payments_amount"),
        sa.CheckConstraint("captured between 0 and amount", name="ck_payments_captured"),
        sa.CheckConstraint("refunded between 0 and captured", name="ck_payments_refunded"),
        sa.CheckConstraint(
            "status in ('created', 'requires_action', 'authorized', 'captured', 'failed', "
            "'cancelled', 'voided', 'expired', 'partially_refunded', 'refunded', "
            "'disputed', 'won', 'lost')",
            name="ck_payments_status",
        ),
    )
    op.create_index("ix_payments_order", "payments", ["tenant_id", "order_id"])
    op.create_index(
        "uq_payments_provider_ref",
        "payments",
        ["provider", "provider_ref"],
        unique=True,
        postgresql_where=sa.text("provider_ref is not null"),
    )


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text()),
        sa.Column("failure_message", sa.Text()),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_refunds"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "payment_id"],
            ["payments.tenant_id", "payments.id"],
            name="fk_refunds_tenant_id_payment_id",
        ),
        sa.CheckConstraint("amount > 0", name="ck_refunds_amount"),
        sa.CheckConstraint(
            "status in ('pending', 'succeeded', 'failed')", name="ck_refunds_status"
        ),
    )
    op.create_index("ix_refunds_payment", "refunds", ["tenant_id", "payment_id"])


def _provider_events() -> None:
    op.create_table(
        "provider_events",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_provider_events"),
        sa.UniqueConstraint(
            "tenant_id",
            "provider",
            "event_id",
            name="uq_provider_events_tenant_id_provider_event_id",
        ),
    )


def _mock_sessions() -> None:
    op.create_table(
        "mock_sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True)),
        sa.Column("body", sa.Text(), nullable=False, comment="the session as JSON"),
        sa.PrimaryKeyConstraint("id", name="pk_mock_sessions"),
    )
    op.create_index("ix_mock_sessions_changed", "mock_sessions", ["changed_at"])
    op.create_index(
        "ix_mock_sessions_due",
        "mock_sessions",
        ["next_due_at"],
        postgresql_where=sa.text("next_due_at is not null"),
    )
