"""Reviews of products, how many stars they gave, and how a store takes them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0048_reviews"
down_revision = "0047_fraud"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables."""
    _reviews()
    op.create_table(
        "review_totals",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("ones", "twos", "threes", "fours", "fives")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", name="pk_review_totals"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_review_totals_tenant_id_product_id",
        ),
        sa.CheckConstraint(
            "ones >= 0 and twos >= 0 and threes >= 0 and fours >= 0 and fives >= 0",
            name="ck_review_totals_counts",
        ),
    )
    op.create_table(
        "review_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "enabled", sa.Boolean(), nullable=False, comment="buyers are asked, and may write"
        ),
        sa.Column(
            "auto_publish",
            sa.Boolean(),
            nullable=False,
            comment="but for those with a word of the list",
        ),
        sa.Column(
            "words", ARRAY(sa.Text()), nullable=False, comment="that want a look before, folded"
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_review_settings"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_review_settings_tenant_id_store_id",
        ),
    )
    tables = ("reviews", "review_totals", "review_settings")
    protect_stores_tables(*tables)
    grant(APP, *tables)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("order_item_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "author",
            sa.Text(),
            nullable=False,
            comment="as shown; empty once its writer was forgotten",
        ),
        sa.Column("photos", JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column(
            "held_words",
            ARRAY(sa.Text()),
            nullable=False,
            comment="words of the store's list that were found in it",
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_key", sa.Text(), nullable=True, comment="finds an imported one again"),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_reviews_tenant_id_product_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_reviews_tenant_id_order_item_id",
        ),
        sa.CheckConstraint(
            "status in ('pending', 'published', 'rejected')", name="ck_reviews_status"
        ),
        sa.CheckConstraint("source in ('order', 'import')", name="ck_reviews_source"),
        sa.CheckConstraint("rating between 1 and 5", name="ck_reviews_rating"),
        sa.CheckConstraint(
            "(source = 'order') = (order_item_id is not null)", name="ck_reviews_source_item"
        ),
        sa.CheckConstraint("not verified or source = 'order'", name="ck_reviews_verified"),
        sa.CheckConstraint("(reply is null) = (replied_at is null)", name="ck_reviews_reply"),
    )
    op.create_index(
        "uq_reviews_item",
        "reviews",
        ["tenant_id", "order_item_id"],
        unique=True,
        postgresql_where=sa.text("order_item_id is not null"),
    )
    op.create_index(
        "uq_reviews_import",
        "reviews",
        ["tenant_id", "store_id", "import_key"],
        unique=True,
        postgresql_where=sa.text("import_key is not null"),
    )
    op.create_index("ix_reviews_listed", "reviews", ["tenant_id", "store_id", "written_at", "id"])
    op.create_index(
        "ix_reviews_product", "reviews", ["tenant_id", "product_id", "status", "written_at", "id"]
    )
    op.create_index("ix_reviews_order", "reviews", ["tenant_id", "order_id"])
