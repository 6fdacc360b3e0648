"""Imports of suppliers' goods, each product on its way, and how a store imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0053_goods_imports"
down_revision = "0052_research"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLES = ("goods_imports", "goods_import_items", "goods_import_settings")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "goods_imports",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_goods_imports"),
        _of("goods_imports", "store_id", "stores"),
        sa.CheckConstraint("origin in ('supplier', 'file')", name="ck_goods_imports_origin"),
    )
    op.create_index(
        "ix_goods_imports_listed", "goods_imports", ["tenant_id", "store_id", "created_at", "id"]
    )
    _items()
    op.create_table(
        "goods_import_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "auto_publish", sa.Boolean(), nullable=False, comment="imports that pass every check"
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_goods_import_settings"),
        _of("goods_import_settings", "store_id", "stores"),
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=f"fk_{table}_tenant_id_{column}",
    )


def _items() -> None:
    table = "goods_import_items"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "turn",
            sa.Integer(),
            nullable=False,
            comment="counts up; a step that lost its turn changes nothing",
        ),
        sa.Column("supplier_id", sa.Uuid(), nullable=True, comment="null: from a file"),
        sa.Column(
            "external_id", sa.Text(), nullable=False, comment="the supplier's, or the file's handle"
        ),
        sa.Column(
            "title", sa.Text(), nullable=False, comment="the source's until there is a draft"
        ),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("supplier_product_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("payload", JSONB(), nullable=True, comment="the product of a file"),
        sa.Column(
            "media",
            JSONB(),
            nullable=False,
            comment="[{url, sha256, media_id | issue}] of pictures brought, in order; "
            "no id: the same again",
        ),
        sa.Column(
            "prices",
            JSONB(),
            nullable=False,
            comment="supplier variant -> how its price was made",
        ),
        sa.Column(
            "provenance",
            JSONB(),
            nullable=False,
            comment="field of the product -> {source, by, at, original, …}",
        ),
        sa.Column("checks", JSONB(), nullable=False, comment="[{code, ok, blocking, detail}]"),
        sa.Column("error", JSONB(), nullable=True, comment="{code, message} of what failed"),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column(
            "settled_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was published, dismissed or failed",
        ),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        _of(table, "store_id", "stores"),
        _of(table, "job_id", "goods_imports"),
        _of(table, "supplier_id", "suppliers"),
        _of(table, "supplier_product_id", "supplier_products"),
        _of(table, "product_id", "products"),
        sa.CheckConstraint(
            "state in ('queued', 'reading', 'pictures', 'priced', 'drafted', 'needs_review', "
            "'published', 'failed', 'dismissed')",
            name=f"ck_{table}_state",
        ),
    )
    op.create_index(
        "uq_goods_import_items_goods",
        table,
        ["tenant_id", "store_id", "supplier_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'dismissed'"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "ix_goods_import_items_listed",
        table,
        ["tenant_id", "store_id", "state", "created_at", "id"],
    )
    op.create_index("ix_goods_import_items_job", table, ["tenant_id", "job_id", "position"])
    op.create_index("ix_goods_import_items_product", table, ["tenant_id", "product_id"])
