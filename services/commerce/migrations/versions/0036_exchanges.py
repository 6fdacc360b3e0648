"""What a return's lines are exchanged for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables

revision = "0036_exchanges"
down_revision = "0035_payments_kept_right"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """The table; nothing was exchanged before it was there."""
    op.create_table(
        "return_replacements",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "difference",
            sa.BigInteger(),
            nullable=False,
            comment="what it costs more than was paid, all units, with tax; below zero: less",
        ),
        sa.Column(
            "facts", postgresql.JSONB(), nullable=False, comment="the product as it was chosen"
        ),
        sa.Column(
            "replacement_item_id",
            sa.Uuid(),
            nullable=True,
            comment="its item of the order, once the exchange is approved",
        ),
        sa.CheckConstraint("quantity > 0", name="ck_return_replacements_quantity"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "return_id"],
            ["returns.tenant_id", "returns.id"],
            name="fk_return_replacements_tenant_id_return_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_return_replacements_tenant_id_order_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "replacement_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_return_replacements_tenant_id_replacement_item_id",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "return_id", "order_item_id", name="pk_return_replacements"
        ),
    )
    protect_stores_tables("return_replacements")
    grant(APP, "return_replacements")
