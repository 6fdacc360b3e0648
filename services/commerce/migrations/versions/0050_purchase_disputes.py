"""Complaints at suppliers: tied to an order's refund, queued before they are sent, withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0050_purchase_disputes"
down_revision = "0049_withheld_stock"
branch_labels = None
depends_on = None

TABLE = "purchase_disputes"


def upgrade() -> None:
    """Change the table; nothing has written to it before."""
    op.drop_constraint("fk_purchase_disputes_tenant_id_refund_id", TABLE, type_="foreignkey")
    op.create_foreign_key(
        "fk_purchase_disputes_tenant_id_refund_id",
        TABLE,
        "order_refunds",
        ["tenant_id", "refund_id"],
        ["tenant_id", "id"],
    )
    op.drop_constraint("ck_purchase_disputes_status", TABLE, type_="check")
    op.create_check_constraint(
        "ck_purchase_disputes_status",
        TABLE,
        "status in ('queued', 'sending', 'unknown', 'open', 'accepted', 'refused', 'withdrawn')",
    )
    op.alter_column(TABLE, "answer", comment="the supplier's words")
    op.alter_column(TABLE, "due_at", comment="when it is looked at again")
    op.add_column(
        TABLE,
        sa.Column(
            "sent_at",
            sa.DateTime(timezone=True),
            comment="when the call was about to be made last",
        ),
    )
    op.add_column(
        TABLE, sa.Column("sends", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        TABLE,
        sa.Column(
            "looks",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="looks for an unknown outcome so far",
        ),
    )
    op.add_column(
        TABLE,
        sa.Column(
            "withdraw_wanted",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="taken back as soon as it can be",
        ),
    )
    op.add_column(TABLE, sa.Column("decided_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_purchase_disputes_listed", TABLE, ["tenant_id", "store_id", "created_at", "id"]
    )
