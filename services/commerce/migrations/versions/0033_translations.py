"""Languages beside a store's own, and texts in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0033_translations"
down_revision = "0032_invoices"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLES = ("store_locales", "translations", "option_translations")


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        *columns,
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name=f"fk_{name}_tenant_id_store_id",
        ),
    )


def upgrade() -> None:
    """Make the tables, and say who may see which rows."""
    _table(
        "store_locales",
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "locale", name="uq_store_locales_tenant_id_store_id_locale"
        ),
    )
    _table(
        "translations",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("seo_title", sa.Text()),
        sa.Column("seo_description", sa.Text()),
        sa.Column("source", JSONB(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "kind",
            "resource_id",
            "locale",
            name="uq_translations_tenant_id_store_id_kind_resource_id_locale",
        ),
        sa.CheckConstraint(
            "kind in ('product', 'category', 'collection', 'page')", name="ck_translations_kind"
        ),
    )
    op.create_index(
        "ix_translations_locale", "translations", ["tenant_id", "store_id", "locale", "kind"]
    )
    _table(
        "option_translations",
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "locale",
            "option",
            "value",
            name="uq_option_translations_tenant_id_store_id_locale_option_value",
        ),
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
