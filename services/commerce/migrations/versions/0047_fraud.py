"""Fraud checks, how a store judges, and what says who paid."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import definer, grant, protect_stores_tables

revision = "0047_fraud"
down_revision = "0046_purchase_plans"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

DUE = """select c.tenant_id, c.id from checkouts c
  where c.traces_until < p_now order by c.traces_until limit p_n"""


def upgrade() -> None:
    """Make the tables; name who paid on what was there."""
    op.create_table(
        "fraud_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("review_at", sa.Integer(), nullable=False),
        sa.Column("hold_at", sa.Integer(), nullable=False),
        sa.Column(
            "capture_late",
            sa.Boolean(),
            nullable=False,
            comment="payments are only authorised at first, and taken once their order is cleared",
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_fraud_settings"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_fraud_settings_tenant_id_store_id",
        ),
        sa.CheckConstraint("review_at between 1 and 100", name="ck_fraud_settings_review_at"),
        sa.CheckConstraint("hold_at between review_at and 100", name="ck_fraud_settings_hold_at"),
    )
    op.create_table(
        "fraud_checks",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("signals", JSONB(), nullable=False),
        sa.Column("review_at", sa.Integer(), nullable=False, comment="the threshold as it was"),
        sa.Column("hold_at", sa.Integer(), nullable=False),
        sa.Column(
            "held",
            sa.Boolean(),
            nullable=False,
            comment="it was this check that put the order on hold",
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", name="pk_fraud_checks"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_fraud_checks_tenant_id_order_id",
        ),
        sa.CheckConstraint(
            "outcome in ('allow', 'review', 'hold')", name="ck_fraud_checks_outcome"
        ),
        sa.CheckConstraint(
            "decision in ('approved', 'rejected', 'closed')", name="ck_fraud_checks_decision"
        ),
        sa.CheckConstraint("score between 0 and 100", name="ck_fraud_checks_score"),
        sa.CheckConstraint(
            "(decision is null) = (decided_at is null)", name="ck_fraud_checks_decided"
        ),
    )
    op.create_index(
        "ix_fraud_checks_listed",
        "fraud_checks",
        ["tenant_id", "store_id", "checked_at", "order_id"],
    )
    op.create_index(
        "ix_fraud_checks_waiting",
        "fraud_checks",
        ["tenant_id", "store_id", "checked_at"],
        postgresql_where=sa.text("decision is null and outcome <> 'allow'"),
    )
    protect_stores_tables("fraud_settings", "fraud_checks")
    grant(APP, "fraud_settings", "fraud_checks")
    _who_paid()


def _who_paid() -> None:
    op.add_column(
        "checkouts",
        sa.Column(
            "client_key",
            sa.LargeBinary(),
            nullable=True,
            comment="names the shopper's network address without holding it",
        ),
    )
    op.add_column(
        "checkouts",
        sa.Column(
            "traces_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when this key, and what its payments say of the payer, are let go",
        ),
    )
    op.create_index(
        "ix_checkouts_client",
        "checkouts",
        ["tenant_id", "store_id", "client_key"],
        postgresql_where=sa.text("client_key is not null"),
    )
    op.create_index(
        "ix_checkouts_traces",
        "checkouts",
        ["traces_until"],
        postgresql_where=sa.text("traces_until is not null"),
    )
    op.add_column(
        "payments",
        sa.Column(
            "capture_late",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="only authorised at first; taken once the fraud check has cleared the order",
        ),
    )
    op.add_column(
        "payments",
        sa.Column(
            "card_fingerprint",
            sa.Text(),
            nullable=True,
            comment="the provider's name of the card; let go with its checkout's traces",
        ),
    )
    op.add_column("payments", sa.Column("billing_country", sa.Text(), nullable=True))
    op.add_column(
        "payments",
        sa.Column(
            "payer_matches",
            sa.Boolean(),
            nullable=True,
            comment="whether the e-mail address given to the provider is the checkout's",
        ),
    )
    op.create_index(
        "ix_payments_card",
        "payments",
        ["tenant_id", "store_id", "card_fingerprint"],
        postgresql_where=sa.text("card_fingerprint is not null"),
    )
    op.add_column("provider_events", sa.Column("payment_id", sa.Uuid(), nullable=True))
    op.add_column(
        "provider_events",
        sa.Column(
            "declined",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="the shopper tried to pay and was refused",
        ),
    )
    op.create_index(
        "ix_provider_events_declined",
        "provider_events",
        ["tenant_id", "payment_id"],
        postgresql_where=sa.text("declined"),
    )
    op.execute(f"grant select (traces_until) on checkouts to {LOCATOR}")
    definer(
        "commerce",
        "stale_traces(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, checkout_id uuid)",
        DUE,
        locator=LOCATOR,
        app=APP,
    )
