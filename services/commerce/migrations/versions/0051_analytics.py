"""What browsers tell, by month, and what each day of a store came to."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import (
    append_only,
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
)

revision = "0051_analytics"
down_revision = "0050_purchase_disputes"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

LINES = (
    "sold",
    "sold_discount",
    "sold_refunds",
    "cost",
    "supplier_shipping",
    "duty",
    "fees",
    "supplier_refunds",
    "unknown_lines",
)
DAY = (
    "orders",
    "units",
    "gross",
    "discounts",
    "shipping",
    "tax",
    "refunds",
    "refunds_tax",
    "received",
    "paid_back",
    "disputed",
    "page_views",
    "visits",
    "product_views",
    "carts",
    "checkouts",
)

DUE = """select s.tenant_id, s.id from stores s
  left join metrics_marks m on m.tenant_id = s.tenant_id and m.store_id = s.id
  where s.deleted_at is null and (m.as_of is null or m.as_of < p_before)
  order by m.as_of nulls first, s.id limit p_n"""


def upgrade() -> None:
    """Make the tables. The months of `events` are made by the function of `analytics/sql`."""
    op.create_table(
        "shop_events",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "entry",
            sa.Boolean(),
            nullable=False,
            comment="the first page of a visit: not led to by the shop",
        ),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("visitor", sa.Uuid(), nullable=True),
        sa.Column("session", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "at", "id", name="pk_shop_events"),
        sa.CheckConstraint("kind in ('page_view', 'product_view')", name="ck_shop_events_kind"),
        sa.CheckConstraint(
            "(kind = 'product_view') = (product_id is not null)", name="ck_shop_events_product"
        ),
        sa.CheckConstraint("(visitor is null) = (session is null)", name="ck_shop_events_consent"),
        postgresql_partition_by="RANGE (at)",
    )
    _of_days("daily_metrics", (*DAY, *LINES))
    _of_days("product_days", ("product_views", "units", *LINES), "product_id")
    op.create_table(
        "metrics_marks",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "through", sa.Date(), nullable=False, comment="the last whole day that is written"
        ),
        sa.Column(
            "as_of",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="rows were read at this moment",
        ),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_metrics_marks"),
        _to_store("metrics_marks"),
    )
    tables = ("shop_events", "daily_metrics", "product_days", "metrics_marks")
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "shop_events")
    locator_may_read(LOCATOR, "metrics_marks", "tenant_id", "store_id", "as_of")
    definer(
        "commerce",
        "due_metrics(p_before timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid)",
        DUE,
        locator=LOCATOR,
        app=APP,
    )


def _of_days(table: str, figures: tuple[str, ...], *more: str) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in more),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in figures),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "day", *more, name=f"pk_{table}"),
        _to_store(table),
    )


def _to_store(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "store_id"],
        ["stores.tenant_id", "stores.id"],
        name=f"fk_{table}_tenant_id_store_id",
    )
