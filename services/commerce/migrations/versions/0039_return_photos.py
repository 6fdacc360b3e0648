"""Pictures that shoppers add to a return."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0039_return_photos"
down_revision = "0038_clean_up"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "return_photos",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sizes", JSONB(), nullable=False),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_return_photos"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "return_id"],
            ["returns.tenant_id", "returns.id"],
            name="fk_return_photos_tenant_id_return_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "return_id",
            "sha256",
            name="uq_return_photos_tenant_id_return_id_sha256",
        ),
        sa.CheckConstraint("width > 0 and height > 0", name="ck_return_photos_size"),
    )
    protect_stores_tables("return_photos")
    grant(APP, "return_photos")
