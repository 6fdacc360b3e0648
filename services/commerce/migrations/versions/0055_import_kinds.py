"""Files whose products become drafts in the review of imports."""

import sqlalchemy as sa
from alembic import op

revision = "0055_import_kinds"
down_revision = "0054_notifications"
branch_labels = None
depends_on = None

KINDS = "kind in ('catalogue', 'review', 'pictures')"


def upgrade() -> None:
    """Say of each import what it is; those there are went into the catalogue."""
    kind = sa.Column("kind", sa.Text, nullable=False, server_default=sa.text("'catalogue'"))
    op.add_column("import_jobs", kind)
    op.create_check_constraint("ck_import_jobs_kind", "import_jobs", KINDS)
