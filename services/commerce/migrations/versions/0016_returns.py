"""Returns, and what a store promises about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables

revision = "0016_returns"
down_revision = "0015_after_the_sale"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _returns()
    tables = ("return_policies", "returns", "return_lines")
    protect_stores_tables(*tables)
    grant(APP, *tables)


def _returns() -> None:
    op.create_table(
        "return_policies",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("self_service", sa.Boolean(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.CheckConstraint("window_days between 0 and 730", name="ck_return_policies_window_days"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_return_policies_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_return_policies"),
    )
    op.create_table(
        "returns",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sequence",
            sa.Integer(),
            nullable=False,
            comment="1, 2 … within the order; part of its name",
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True, comment="who declared a withdrawal"),
        sa.Column("email", sa.Text(), nullable=True, comment="where its receipt goes"),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("instructions", sa.Text(), nullable=True),
        sa.Column("label_url", sa.Text(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column(
            "outcome",
            postgresql.JSONB(),
            nullable=True,
            comment="the refund or the exchange it ended in",
        ),
        sa.Column(
            "requested_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="a withdrawal: when it was confirmed, once it is",
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind in ('return', 'withdrawal')", name="ck_returns_kind"),
        sa.CheckConstraint(
            "status in ('declared', 'requested', 'approved', 'declined', 'received', "
            "'completed', 'cancelled')",
            name="ck_returns_status",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_returns_tenant_id_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_returns"),
        sa.UniqueConstraint(
            "tenant_id", "order_id", "sequence", name="uq_returns_tenant_id_order_id_sequence"
        ),
    )
    op.create_index("ix_returns_listed", "returns", ["tenant_id", "store_id", "requested_at", "id"])
    op.create_table(
        "return_lines",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("restocked", sa.Boolean(), nullable=True),
        sa.CheckConstraint("quantity > 0", name="ck_return_lines_quantity"),
        sa.CheckConstraint("received between 0 and quantity", name="ck_return_lines_received"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_return_lines_tenant_id_order_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "return_id"],
            ["returns.tenant_id", "returns.id"],
            name="fk_return_lines_tenant_id_return_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "return_id", "order_item_id", name="pk_return_lines"),
    )
    op.create_index("ix_return_lines_item", "return_lines", ["tenant_id", "order_item_id"])
