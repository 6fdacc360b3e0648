"""Collections, and which products are in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0019_collections"
down_revision = "0018_customers"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, and say who may see which rows."""
    op.create_table(
        "collections",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("sort_title", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("rule_fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("image_id", sa.Uuid()),
        sa.Column("seo_title", sa.Text()),
        sa.Column("seo_description", sa.Text()),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_collections"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_collections_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "image_id"],
            ["media.tenant_id", "media.id"],
            name="fk_collections_tenant_id_image_id",
            ondelete="SET NULL (image_id)",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "slug", name="uq_collections_tenant_id_store_id_slug"
        ),
        sa.CheckConstraint("kind in ('manual', 'smart')", name="ck_collections_kind"),
        sa.CheckConstraint("match in ('all', 'any')", name="ck_collections_match"),
        sa.CheckConstraint(
            "sort in ('manual', 'newest', 'title', '-title', 'price', '-price')",
            name="ck_collections_sort",
        ),
    )
    op.create_table(
        "collection_products",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "collection_id", "product_id", name="pk_collection_products"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "collection_id"],
            ["collections.tenant_id", "collections.id"],
            name="fk_collection_products_tenant_id_collection_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_collection_products_tenant_id_product_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_collection_products_product",
        "collection_products",
        ["tenant_id", "product_id", "collection_id"],
    )
    protect_stores_tables("collections", "collection_products")
    grant(APP, "collections", "collection_products")
