"""How a product is taxed, whether it is a gift card, who answers for it; pictures and search engine
texts of categories."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_product_facts"
down_revision = "0009_backlog"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns with constant defaults: no row is rewritten, and the release before goes on."""
    op.add_column(
        "products",
        sa.Column("tax_class", sa.Text(), nullable=False, server_default="standard"),
    )
    op.add_column(
        "products",
        sa.Column("is_gift_card", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.add_column("products", sa.Column("safety", postgresql.JSONB()))
    # Every row has the default: nothing is to be looked at, so the lock is short.
    op.execute(
        "alter table products add constraint ck_products_tax_class "
        "check (tax_class in ('standard', 'reduced', 'zero', 'exempt')) not valid"
    )
    op.execute("alter table products validate constraint ck_products_tax_class")
    op.add_column("categories", sa.Column("image_id", sa.Uuid()))
    op.add_column("categories", sa.Column("seo_title", sa.Text()))
    op.add_column("categories", sa.Column("seo_description", sa.Text()))
    op.create_foreign_key(
        "fk_categories_tenant_id_image_id",
        "categories",
        "media",
        ["tenant_id", "image_id"],
        ["tenant_id", "id"],
        ondelete="SET NULL (image_id)",
    )
