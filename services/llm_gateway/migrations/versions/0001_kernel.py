"""The kernel's tables in the gateway's schema: outbox, idempotency, audit and the rest."""

from ecomm_core.db.migration_ops import kernel

revision = "0001_kernel"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them as the kernel's first revision says."""
    kernel(1, "llm_gateway", "llm_gateway")
