"""Carts belong to accounts, are merged once, and are remembered when they are left behind."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import definer, grant, locator_may_read, protect_stores_tables

revision = "0023_shopper_carts"
down_revision = "0022_search"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"


def upgrade() -> None:
    """Columns and keys of carts, their reminders, and the look-up of those that are due."""
    for column in (
        sa.Column("email", sa.Text(), comment="of a guest, case-folded, once they said it"),
        sa.Column("merged_into", sa.Uuid()),
        sa.Column("reminders", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("abandoned_at", sa.DateTime(timezone=True)),
        sa.Column(
            "remind_at",
            sa.DateTime(timezone=True),
            comment="when a reminder is thought of next",
        ),
    ):
        op.add_column("carts", column)
    op.drop_constraint("ck_carts_status", "carts")
    op.create_check_constraint(
        "ck_carts_status", "carts", "status in ('open', 'completed', 'merged')"
    )
    op.create_index(
        "uq_carts_customer",
        "carts",
        ["tenant_id", "customer_id"],
        unique=True,
        postgresql_where=sa.text("customer_id is not null and status = 'open'"),
    )
    op.create_index(
        "ix_carts_remind",
        "carts",
        ["remind_at"],
        postgresql_where=sa.text("remind_at is not null"),
    )
    op.create_index("ix_orders_customer", "orders", ["tenant_id", "customer_id", "placed_at", "id"])
    op.create_table(
        "cart_reminders",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_cart_reminders"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cart_id"],
            ["carts.tenant_id", "carts.id"],
            name="fk_cart_reminders_tenant_id_cart_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id", "cart_id", "step", name="uq_cart_reminders_tenant_id_cart_id_step"
        ),
        sa.CheckConstraint("step between 1 and 3", name="ck_cart_reminders_step"),
    )
    protect_stores_tables("cart_reminders")
    grant(APP, "cart_reminders")
    locator_may_read(LOCATOR, "carts", "id", "tenant_id", "store_id", "remind_at")
    definer(
        "commerce",
        "due_carts(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, cart_id uuid)",
        "select c.tenant_id, c.store_id, c.id from carts c "
        "where c.remind_at < p_now order by c.remind_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )
