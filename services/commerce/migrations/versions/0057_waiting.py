"""What waits for a merchant is counted from small indexes, whatever a store has behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0057_waiting"
down_revision = "0056_browser_consents"
branch_labels = None
depends_on = None

WAITING = (
    (
        "ix_orders_waiting",
        "orders",
        ("tenant_id", "store_id", "status"),
        "status = 'on_hold' or (status = 'open' and payment_status = 'paid'"
        " and fulfilment_status = 'unfulfilled')",
    ),
    ("ix_reviews_pending", "reviews", ("tenant_id", "store_id"), "status = 'pending'"),
    (
        "ix_mail_messages_failed",
        "mail_messages",
        ("tenant_id", "store_id", "created_at"),
        "state = 'failed'",
    ),
    (
        "ix_purchase_orders_waiting",
        "purchase_orders",
        ("tenant_id", "store_id", "status"),
        "status in ('awaiting_approval', 'placed_unpaid', 'unknown')"
        " or flagged is not null or reason = 'no_answer_long'",
    ),
)


def upgrade() -> None:
    """Make them."""
    for name, table, columns, where in WAITING:
        op.create_index(name, table, list(columns), postgresql_where=sa.text(where))
