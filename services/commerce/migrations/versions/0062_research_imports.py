"""Research has thresholds and words of the store's own, and may import what is strong."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0062_research_imports"
down_revision = "0061_sales_channels"
branch_labels = None
depends_on = None

SETTINGS = "research_settings"
RUNS = "research_runs"


def upgrade() -> None:
    """Add the columns; what a store has said so far stays, with the usual numbers beside it."""
    op.add_column(
        SETTINGS,
        sa.Column(
            "words",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="of the niche; empty: any product",
        ),
    )
    _number(SETTINGS, "watch_at", 65)
    _number(SETTINGS, "import_at", 80)
    _number(SETTINGS, "import_coverage", 30)
    op.add_column(
        SETTINGS,
        sa.Column(
            "auto_import",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="what is strong becomes a draft",
        ),
    )
    _number(SETTINGS, "auto_import_cap", 5, "on one of the store's days")
    op.create_check_constraint("ck_research_settings_thresholds", SETTINGS, "watch_at < import_at")
    _number(RUNS, "imported", 0, "by the rule; an undo does not take it off")
    _number(RUNS, "held_back", 0, "strong, beyond the day's cap or the plan")
    op.drop_constraint("ck_research_items_state", "research_items", type_="check")
    op.create_check_constraint(
        "ck_research_items_state",
        "research_items",
        "state in ('new', 'watched', 'dismissed', 'imported')",
    )
    op.drop_constraint("ck_goods_imports_origin", "goods_imports", type_="check")
    op.create_check_constraint(
        "ck_goods_imports_origin", "goods_imports", "origin in ('supplier', 'file', 'research')"
    )


def _number(table: str, name: str, usual: int, comment: str | None = None) -> None:
    op.add_column(
        table,
        sa.Column(
            name,
            sa.Integer(),
            server_default=sa.text(str(usual)),
            nullable=False,
            comment=comment,
        ),
    )
