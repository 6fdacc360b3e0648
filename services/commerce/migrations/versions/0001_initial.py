"""Every table of the first release, with row-level security and look-ups."""

from alembic import op

from commerce import security
from commerce.all_models import metadata
from ecomm_core.db.kernel_schema import kernel_statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the schema."""
    metadata.create_all(op.get_bind())
    for statement in kernel_statements("commerce", security.SCHEMA) + security.statements():
        op.execute(statement)


def downgrade() -> None:
    """Drop the schema's tables."""
    metadata.drop_all(op.get_bind())
