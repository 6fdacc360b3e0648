"""What a sale keeps besides its lines: discounts' trace, taxes, tenders, and the rate."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables

revision = "0013_sale"
down_revision = "0012_promotions"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _carts()
    _checkouts()
    _orders()
    _order_items()
    _order_tenders()
    tables = ("order_tenders",)
    protect_stores_tables(*tables)
    grant(APP, *tables)
    _tenders_of_old_orders()


def _carts() -> None:
    op.add_column(
        "carts",
        sa.Column(
            "codes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.add_column(
        "carts",
        sa.Column(
            "gift_cards",
            postgresql.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column("carts", sa.Column("trace", postgresql.JSONB()))


def _checkouts() -> None:
    op.add_column(
        "checkouts",
        sa.Column(
            "shipping_discount", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
    )
    op.add_column(
        "checkouts",
        sa.Column(
            "shipping_taxes", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False
        ),
    )
    op.add_column(
        "checkouts",
        sa.Column("taxes", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column(
        "checkouts",
        sa.Column("tenders", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column("checkouts", sa.Column("due", sa.BigInteger()))
    _unforced("checkouts", "update checkouts set due = total")
    op.alter_column("checkouts", "due", nullable=False)
    op.create_check_constraint("ck_checkouts_due", "checkouts", "due between 0 and total")
    op.add_column(
        "checkouts",
        sa.Column("trace", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column("checkouts", sa.Column("rate", postgresql.JSONB()))


def _unforced(table: str, statement: str) -> None:
    """Change rows of every tenant: the owner is bound by row-level security as long as it is
    forced."""
    op.execute(f"alter table {table} no force row level security")
    op.execute(statement)
    op.execute(f"alter table {table} force row level security")


def _orders() -> None:
    op.add_column(
        "orders",
        sa.Column(
            "shipping_discount", sa.BigInteger(), server_default=sa.text("0"), nullable=False
        ),
    )
    op.add_column(
        "orders",
        sa.Column(
            "shipping_taxes", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False
        ),
    )
    op.add_column(
        "orders",
        sa.Column("taxes", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column(
        "orders",
        sa.Column("trace", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column(
        "orders",
        sa.Column(
            "rate",
            postgresql.JSONB(),
            comment="how the store's currency became the order's; null: it is the store's own",
        ),
    )


def _order_items() -> None:
    op.add_column(
        "order_items",
        sa.Column("taxes", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column(
        "order_items",
        sa.Column("gift_card", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )


def _order_tenders() -> None:
    op.create_table(
        "order_tenders",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("payment_id", sa.Uuid()),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "refunded",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="asked back, settled or not",
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind = 'provider' or account_id is not null", name="ck_order_tenders_account"
        ),
        sa.CheckConstraint(
            "kind in ('gift_card', 'store_credit', 'provider')", name="ck_order_tenders_kind"
        ),
        sa.CheckConstraint("amount > 0", name="ck_order_tenders_amount"),
        sa.CheckConstraint("refunded between 0 and amount", name="ck_order_tenders_refunded"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_order_tenders_tenant_id_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_order_tenders"),
    )
    op.create_index(
        "ix_order_tenders_order", "order_tenders", ["tenant_id", "order_id", "position"]
    )


def _tenders_of_old_orders() -> None:
    """Until now the provider paid for everything."""
    for table in ("orders", "payments", "order_tenders"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """insert into order_tenders (tenant_id, id, store_id, order_id, position, kind,
                                      payment_id, label, amount, refunded, currency)
           select o.tenant_id, p.id, o.store_id, o.id, 0, 'provider', p.id, p.provider, o.total,
                  least(p.refunded, o.total), o.currency
             from orders o
             join payments p on p.tenant_id = o.tenant_id and p.order_id = o.id
            where o.total > 0"""
    )
    for table in ("orders", "payments", "order_tenders"):
        op.execute(f"alter table {table} force row level security")
