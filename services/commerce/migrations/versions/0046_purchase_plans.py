"""Purchases: what was planned beside what was booked, and what a person wishes of one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046_purchase_plans"
down_revision = "0045_delivery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column(
        "purchase_orders",
        sa.Column(
            "expected",
            JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="{goods, shipping, duty, total} as planned, beside what was booked",
        ),
    )
    op.add_column(
        "purchase_orders",
        sa.Column(
            "checks",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="[{code, passed, words}] as last judged before sending",
        ),
    )
    op.add_column(
        "purchase_orders",
        sa.Column(
            "spend",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="what it counts against that cap",
        ),
    )
    op.add_column(
        "purchase_orders",
        sa.Column(
            "cancel_wanted",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="cancelled as soon as it can be",
        ),
    )
    op.add_column(
        "purchase_orders",
        sa.Column(
            "claimed_ref",
            sa.Text(),
            comment="the supplier's number as a person gave it, until it was checked",
        ),
    )
    op.add_column(
        "purchase_lines",
        sa.Column(
            "expected",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="goods, shipping and duty as they were planned",
        ),
    )
    op.add_column(
        "purchase_lines",
        sa.Column(
            "failed",
            sa.Text(),
            comment="why it could not be had by this mapping, which is not tried again for its "
            "need",
        ),
    )
