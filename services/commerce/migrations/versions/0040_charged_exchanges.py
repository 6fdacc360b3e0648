"""Exchanges for something dearer: the difference is paid by a draft order."""

import sqlalchemy as sa
from alembic import op

revision = "0040_charged_exchanges"
down_revision = "0039_return_photos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a draft may have a discount of each class."""
    op.add_column(
        "draft_orders",
        sa.Column(
            "exchange_order_id",
            sa.Uuid(),
            comment="the order whose returned goods stand for its discount; it is nobody's to edit",
        ),
    )
    op.create_foreign_key(
        "fk_draft_orders_tenant_id_exchange_order_id",
        "draft_orders",
        "orders",
        ["tenant_id", "exchange_order_id"],
        ["tenant_id", "id"],
    )
    op.add_column(
        "returns",
        sa.Column(
            "exchange_draft_id",
            sa.Uuid(),
            comment="the draft by which what its replacements cost more is paid",
        ),
    )
    op.create_foreign_key(
        "fk_returns_tenant_id_exchange_draft_id",
        "returns",
        "draft_orders",
        ["tenant_id", "exchange_draft_id"],
        ["tenant_id", "id"],
    )
    op.add_column(
        "return_replacements",
        sa.Column(
            "charged",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
            comment="the difference is paid, by the return's draft",
        ),
    )
    op.add_column(
        "return_replacements",
        sa.Column(
            "dropped",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
            comment="units that are not exchanged after all",
        ),
    )
    op.create_check_constraint(
        "ck_return_replacements_dropped",
        "return_replacements",
        "dropped between 0 and quantity",
    )
    op.drop_index("uq_discounts_draft", "discounts")
    op.create_index(
        "uq_discounts_draft",
        "discounts",
        ["tenant_id", "draft_id", "target"],
        unique=True,
        postgresql_where=sa.text("deleted_at is null and draft_id is not null"),
    )
