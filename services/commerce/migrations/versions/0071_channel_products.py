"""Products in sales channels: how each stands there, and what was changed there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0071_channel_products"
down_revision = "0070_figures"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLE = "channel_products"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="why it waits or was refused, for people",
        ),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("handle", sa.Text(), nullable=True, comment="the address there"),
        sa.Column("pictures", sa.Text(), nullable=True, comment="hash of the pictures last sent"),
        sa.Column(
            "shown",
            JSONB(none_as_null=True),
            nullable=True,
            comment="title, description, url, variants: their id there -> ours, title, price,"
            " stock",
        ),
        sa.Column(
            "differences",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="what was changed there",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=True,
            comment="the product's, when it was last written",
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "retry_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="a waiting one is not taken up before",
        ),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True, comment="names the job that writes it"),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "channel_id", "product_id", name=f"pk_{TABLE}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "channel_id"],
            ["sales_channels.tenant_id", "sales_channels.id"],
            name=f"fk_{TABLE}_tenant_id_channel_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name=f"fk_{TABLE}_tenant_id_product_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'unknown', 'published', 'refused', 'gone')",
            name=f"ck_{TABLE}_state",
        ),
    )
    op.create_index(f"ix_{TABLE}_external", TABLE, ["tenant_id", "channel_id", "external_id"])
    op.create_index(
        f"ix_{TABLE}_waiting",
        TABLE,
        ["tenant_id", "channel_id", "retry_at"],
        postgresql_where=sa.text("state in ('waiting', 'unknown')"),
    )
    protect_stores_tables(TABLE)
    grant(APP, TABLE)
