"""The catalogue, and the counter behind the total of the product list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0003_catalog"
down_revision = "0002_stores"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _products()
    _product_options()
    _product_variants()
    _media()
    _categories()
    _product_categories()
    _slug_redirects()
    _product_counts()
    tables = (
        "products",
        "product_options",
        "product_variants",
        "media",
        "categories",
        "product_categories",
        "slug_redirects",
        "product_counts",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables)
    _count_products()


def _products() -> None:
    op.create_table(
        "products",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text()),
        sa.Column("product_type", sa.Text()),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("seo_title", sa.Text()),
        sa.Column("seo_description", sa.Text()),
        sa.Column("seo_keywords", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sort_title", sa.Text(collation="C"), nullable=False),
        sa.Column("search_text", sa.Text(collation="C"), nullable=False),
        sa.Column("price_min", sa.BigInteger(), nullable=False),
        sa.Column("price_max", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_handle", sa.Text()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_products"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_products_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "slug", name="uq_products_tenant_id_store_id_slug"
        ),
        sa.CheckConstraint("status in ('draft', 'active', 'archived')", name="ck_products_status"),
    )
    op.create_index(
        "ix_products_price", "products", ["tenant_id", "store_id", "status", "price_min", "id"]
    )
    op.create_index(
        "ix_products_public", "products", ["tenant_id", "store_id", "status", "published_at", "id"]
    )
    op.create_index("ix_products_title", "products", ["tenant_id", "store_id", "sort_title", "id"])
    op.create_index(
        "ix_products_updated", "products", ["tenant_id", "store_id", "updated_at", "id"]
    )
    op.create_index(
        "uq_products_import_handle",
        "products",
        ["tenant_id", "store_id", "import_handle"],
        unique=True,
        postgresql_where=sa.text("import_handle is not null"),
    )


def _product_options() -> None:
    op.create_table(
        "product_options",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("values", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_product_options"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_product_options_tenant_id_product_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_product_options_product", "product_options", ["tenant_id", "product_id"])


def _product_variants() -> None:
    op.create_table(
        "product_variants",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("option_values", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sku", sa.Text()),
        sa.Column("barcode", sa.Text()),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_price", sa.BigInteger()),
        sa.Column("cost", sa.BigInteger()),
        sa.Column("weight_grams", sa.Integer()),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_product_variants"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_product_variants_tenant_id_product_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("compare_at_price >= 0", name="ck_product_variants_compare_at_price"),
        sa.CheckConstraint("cost >= 0", name="ck_product_variants_cost"),
        sa.CheckConstraint("price >= 0", name="ck_product_variants_price"),
    )
    op.create_index(
        "ix_product_variants_product", "product_variants", ["tenant_id", "product_id", "position"]
    )
    op.create_index(
        "uq_product_variants_options",
        "product_variants",
        ["tenant_id", "product_id", "option_values"],
        unique=True,
        postgresql_where=sa.text("deleted_at is null"),
    )
    op.create_index(
        "uq_product_variants_sku",
        "product_variants",
        ["tenant_id", "store_id", sa.text("lower(trim(sku))")],
        unique=True,
        postgresql_where=sa.text("deleted_at is null and sku is not null"),
    )


def _media() -> None:
    op.create_table(
        "media",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sizes", postgresql.JSONB(), nullable=False),
        sa.Column("original_key", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text()),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_media"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_media_tenant_id_product_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_media_tenant_id_store_id",
        ),
    )
    op.create_index("ix_media_product", "media", ["tenant_id", "product_id", "position"])
    op.create_index("ix_media_sha256", "media", ["tenant_id", "store_id", "sha256"])


def _categories() -> None:
    op.create_table(
        "categories",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("position", sa.Integer(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_categories"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["categories.tenant_id", "categories.id"],
            name="fk_categories_tenant_id_parent_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_categories_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "slug", name="uq_categories_tenant_id_store_id_slug"
        ),
    )


def _product_categories() -> None:
    op.create_table(
        "product_categories",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "product_id", "category_id", name="pk_product_categories"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "category_id"],
            ["categories.tenant_id", "categories.id"],
            name="fk_product_categories_tenant_id_category_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_product_categories_tenant_id_product_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_product_categories_category",
        "product_categories",
        ["tenant_id", "category_id", "product_id"],
    )


def _slug_redirects() -> None:
    op.create_table(
        "slug_redirects",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_slug_redirects"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_slug_redirects_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "kind",
            "slug",
            name="uq_slug_redirects_tenant_id_store_id_kind_slug",
        ),
        sa.CheckConstraint("kind in ('product', 'category')", name="ck_slug_redirects_kind"),
    )


def _product_counts() -> None:
    op.create_table(
        "product_counts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_product_counts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_product_counts_tenant_id_store_id",
        ),
        sa.CheckConstraint("active >= 0", name="ck_product_counts_active"),
    )


def _count_products() -> None:
    """Triggers that keep product_counts. The function's body is replaced by the newest one of
    `reads/sql` after the chain (see `env.py`); a trigger only ever changes by a revision."""
    op.execute(
        """create function keep_product_count() returns trigger language plpgsql as $$
declare
  v_row products := coalesce(new, old);
  v_change integer :=
    case when tg_op <> 'DELETE' and new.status = 'active' then 1 else 0 end
    - case when tg_op <> 'INSERT' and old.status = 'active' then 1 else 0 end;
begin
  insert into product_counts as c (tenant_id, store_id, active)
  values (v_row.tenant_id, v_row.store_id, greatest(v_change, 0))
  on conflict (tenant_id, store_id) do update set active = c.active + v_change;
  return null;
end
$$"""
    )
    for name, event, condition in (
        ("inserted", "insert", "new.status = 'active'"),
        (
            "updated",
            "update of status",
            "old.status <> new.status and 'active' in (old.status, new.status)",
        ),
        ("deleted", "delete", "old.status = 'active'"),
    ):
        op.execute(
            f"create constraint trigger count_{name} after {event} on products "
            f"deferrable initially deferred for each row "
            f"when ({condition}) execute function keep_product_count()"
        )
