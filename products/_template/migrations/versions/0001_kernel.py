"""The kernel's tables, and those every product has, in this product's schema."""

from ecomm_core.db.migration_ops import kernel, product

revision = "0001_kernel"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them as the kernel's first revisions say."""
    kernel(1, "template_product", "template_product")
    product(1, "template_product", "template_product")
