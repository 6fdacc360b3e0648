"""Credit notes beside invoices, numbered in one line; what was issued is never changed."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import append_only

revision = "0032_invoices"
down_revision = "0031_volume_prices"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Nothing was issued before this revision: the table is empty."""
    op.add_column("invoices", sa.Column("kind", sa.Text(), nullable=False))
    op.add_column(
        "invoices",
        sa.Column(
            "order_refund_id",
            sa.Uuid(),
            nullable=True,
            comment="the refund a credit note is about",
        ),
    )
    op.drop_constraint("uq_invoices_tenant_id_order_id", "invoices", type_="unique")
    op.create_check_constraint("ck_invoices_kind", "invoices", "kind in ('invoice', 'credit_note')")
    op.create_check_constraint(
        "ck_invoices_refund", "invoices", "(kind = 'credit_note') = (order_refund_id is not null)"
    )
    op.create_foreign_key(
        "fk_invoices_tenant_id_order_refund_id",
        "invoices",
        "order_refunds",
        ["tenant_id", "order_refund_id"],
        ["tenant_id", "id"],
    )
    op.create_index(
        "uq_invoices_order",
        "invoices",
        ["tenant_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'invoice'"),
    )
    op.create_index("uq_invoices_refund", "invoices", ["tenant_id", "order_refund_id"], unique=True)
    append_only(APP, "invoices")
