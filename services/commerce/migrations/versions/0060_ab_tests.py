"""A/B tests, their visitors, and the carts of those."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0060_ab_tests"
down_revision = "0059_billing"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = ("ab_tests", "ab_assignments", "ab_carts")


def upgrade() -> None:
    """Make the tables and the look-up of tests whose look is due."""
    _tests()
    _assignments()
    _carts()
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    locator_may_read(LOCATOR, "ab_tests", "tenant_id", "store_id", "id", "look_at")
    definer(
        "commerce",
        "due_ab_tests(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, test_id uuid)",
        "select t.tenant_id, t.store_id, t.id from ab_tests t "
        "where t.look_at <= p_now order by t.look_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _tests() -> None:
    op.create_table(
        "ab_tests",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("face", JSONB(), nullable=False),
        sa.Column("share_of_b", sa.Integer(), nullable=False, comment="of a hundred visitors"),
        sa.Column("baseline_ppm", sa.Integer(), nullable=False),
        sa.Column("effect_ppm", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False, comment="visitors an arm needs"),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("look_at", sa.DateTime(timezone=True), comment="when the counts are read next"),
        sa.Column("final", JSONB(), comment="{at, a: {visitors, buyers}, b: {…}}"),
        sa.Column("outcome", sa.Text()),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_ab_tests"),
        sa.CheckConstraint("status in ('draft', 'running', 'ended')", name="ck_ab_tests_status"),
        sa.CheckConstraint("share_of_b between 1 and 99", name="ck_ab_tests_share"),
        sa.CheckConstraint("baseline_ppm > 0", name="ck_ab_tests_baseline"),
        sa.CheckConstraint(
            "effect_ppm > 0 and baseline_ppm + effect_ppm < 1000000", name="ck_ab_tests_effect"
        ),
        sa.CheckConstraint("planned > 0", name="ck_ab_tests_planned"),
        sa.CheckConstraint("(status = 'draft') = (started_at is null)", name="ck_ab_tests_started"),
        sa.CheckConstraint("(status = 'ended') = (ended_at is not null)", name="ck_ab_tests_ended"),
        sa.CheckConstraint("outcome is null or status = 'ended'", name="ck_ab_tests_outcome"),
        sa.CheckConstraint("outcome in ('kept_a', 'applied_b')", name="ck_ab_tests_outcomes"),
        sa.CheckConstraint("look_at is null or status = 'running'", name="ck_ab_tests_look"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_ab_tests_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_ab_tests_tenant_id_product_id",
        ),
    )
    op.create_index(
        "uq_ab_tests_running",
        "ab_tests",
        ["tenant_id", "product_id"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_ab_tests_store", "ab_tests", ["tenant_id", "store_id", "created_at", "id"])
    op.create_index(
        "ix_ab_tests_look",
        "ab_tests",
        ["look_at"],
        postgresql_where=sa.text("look_at is not null"),
    )


def _of_test(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "test_id"],
        ["ab_tests.tenant_id", "ab_tests.id"],
        name=f"fk_{table}_tenant_id_test_id",
        ondelete="CASCADE",
    )


def _assignments() -> None:
    op.create_table(
        "ab_assignments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("test_id", sa.Uuid(), nullable=False),
        sa.Column("visitor", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "test_id", "visitor", name="pk_ab_assignments"),
        sa.CheckConstraint("arm in ('a', 'b')", name="ck_ab_assignments_arm"),
        _of_test("ab_assignments"),
    )


def _carts() -> None:
    op.create_table(
        "ab_carts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("test_id", sa.Uuid(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("visitor", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "test_id", "cart_id", name="pk_ab_carts"),
        _of_test("ab_carts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cart_id"],
            ["carts.tenant_id", "carts.id"],
            name="fk_ab_carts_tenant_id_cart_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_ab_carts_cart", "ab_carts", ["tenant_id", "cart_id"])
