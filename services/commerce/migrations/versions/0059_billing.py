"""What businesses pay for their plan: subscriptions, bills, coupons, and accounts that are
read-only."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import definer, grant, locator_may_read, protect, recorded

revision = "0059_billing"
down_revision = "0058_privacy"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
STATES = "('trialing', 'active', 'past_due', 'grace', 'read_only', 'cancelled')"


def upgrade() -> None:
    """Make the tables and their look-ups."""
    op.add_column(
        "tenants",
        sa.Column(
            "entitlements",
            JSONB(),
            nullable=False,
            server_default=sa.text("'{}'::jsonb"),
            comment="beyond the plan: limits raised by, and features",
        ),
    )
    op.add_column("tenants", _time("read_only_since"))
    # Nobody could pay for a plan before: who is here already hosts their shop themselves, and no
    # trial that began then may end as a bill.
    op.execute("alter table tenants no force row level security")
    op.execute("update tenants set plan = 'self_hosted', trial_ends_at = null where plan = 'trial'")
    op.execute("alter table tenants force row level security")
    _subscriptions()
    _invoices()
    _inbox()
    _coupons()
    op.create_table(
        "mock_subscriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _time("due_at"),
        sa.Column("body", sa.Text(), nullable=False, comment="the book as JSON"),
        sa.PrimaryKeyConstraint("id", name="pk_mock_subscriptions"),
    )
    op.create_index(
        "ix_mock_subscriptions_due_at",
        "mock_subscriptions",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )
    own = ("subscriptions", "subscription_invoices", "subscription_events", "coupon_redemptions")
    for table in own:
        protect(table)
    grant(APP, *own, "billing_coupons", "mock_subscriptions")
    _lookups()


def _time(name: str, *, nullable: bool = True, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _ids(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
    ]


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        *_ids("subscriptions"),
        sa.Column("state", sa.Text(), nullable=False),
        _time("state_since", nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("interval", sa.Text(), nullable=True),
        sa.Column(
            "add_ons",
            JSONB(),
            nullable=False,
            server_default=sa.text("'{}'::jsonb"),
            comment="name -> how many",
        ),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_ref", sa.Text(), nullable=True),
        sa.Column("customer_ref", sa.Text(), nullable=True),
        _time("period_start"),
        _time("period_end"),
        sa.Column("cancel_at_end", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("card", sa.Text(), nullable=True),
        sa.Column("test", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        _time("checked_at", comment="the provider's state was read after this moment"),
        _time("due_at", comment="when the clock looks at it"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("1"),
            comment="part of the keys of what is asked of the provider",
        ),
        recorded("created_at"),
        recorded("updated_at"),
        sa.UniqueConstraint("tenant_id", name="uq_subscriptions_tenant_id"),
        sa.CheckConstraint(f"state in {STATES}", name="ck_subscriptions_state"),
    )
    op.create_index(
        "uq_subscriptions_provider_ref",
        "subscriptions",
        ["provider", "provider_ref"],
        unique=True,
        postgresql_where=sa.text("provider_ref is not null"),
    )
    op.create_index(
        "ix_subscriptions_due_at",
        "subscriptions",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )


def _invoices() -> None:
    op.create_table(
        "subscription_invoices",
        *_ids("subscription_invoices"),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        _time("created_at", nullable=False),
        _time("period_start", nullable=False),
        _time("period_end", nullable=False),
        _time("paid_at"),
        sa.Column("url", sa.Text(), nullable=True),
        sa.UniqueConstraint(
            "tenant_id",
            "provider",
            "provider_ref",
            name="uq_subscription_invoices_tenant_id_provider_provider_ref",
        ),
        sa.CheckConstraint(
            "status in ('open', 'paid', 'void')", name="ck_subscription_invoices_status"
        ),
    )
    op.create_index(
        "ix_subscription_invoices_created", "subscription_invoices", ["tenant_id", "created_at"]
    )


def _inbox() -> None:
    op.create_table(
        "subscription_events",
        *_ids("subscription_events"),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=False),
        _time("received_at", nullable=False),
        sa.UniqueConstraint(
            "tenant_id",
            "provider",
            "event_id",
            name="uq_subscription_events_tenant_id_provider_event_id",
        ),
    )


def _coupons() -> None:
    op.create_table(
        "coupon_redemptions",
        *_ids("coupon_redemptions"),
        sa.Column("code", sa.Text(), nullable=False),
        _time("redeemed_at", nullable=False),
        sa.UniqueConstraint("tenant_id", "code", name="uq_coupon_redemptions_tenant_id_code"),
    )
    op.create_table(
        "billing_coupons",
        sa.Column("code", sa.Text(), nullable=False, comment="upper case"),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column(
            "amount",
            sa.BigInteger(),
            nullable=True,
            comment="US cents off each month's payment",
        ),
        sa.Column(
            "months", sa.Integer(), nullable=True, comment="paid months it counts for; null: all"
        ),
        _time("redeem_by"),
        sa.Column("most", sa.Integer(), nullable=True, comment="businesses that may use it"),
        sa.Column("redeemed", sa.Integer(), nullable=False, server_default=sa.text("0")),
        _time("created_at", nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_billing_coupons"),
        sa.CheckConstraint("(percent is null) <> (amount is null)", name="ck_billing_coupons_one"),
        sa.CheckConstraint("percent between 1 and 100", name="ck_billing_coupons_percent"),
        sa.CheckConstraint("amount > 0", name="ck_billing_coupons_amount"),
        sa.CheckConstraint("months > 0", name="ck_billing_coupons_months"),
        sa.CheckConstraint(
            "redeemed >= 0 and redeemed <= most", name="ck_billing_coupons_redeemed"
        ),
    )


def _lookups() -> None:
    locator_may_read(
        LOCATOR, "subscriptions", "id", "tenant_id", "provider", "provider_ref", "due_at"
    )
    locator_may_read(LOCATOR, "tenants", "id", "plan", "trial_ends_at", "entitlements")
    locator_may_read(LOCATOR, "usage", "tenant_id", "name", "used")
    definer(
        "commerce",
        "locate_subscription(p_provider text, p_ref text)",
        "table (tenant_id uuid)",
        "select s.tenant_id from subscriptions s "
        "where s.provider = p_provider and s.provider_ref = p_ref",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "due_subscriptions(p_now timestamptz, p_soon timestamptz, p_n integer)",
        "table (tenant_id uuid)",
        "select s.tenant_id from subscriptions s where s.due_at <= p_now union all "
        "(select t.id from tenants t where t.plan = 'trial' and t.trial_ends_at <= p_soon "
        "and not exists (select 1 from subscriptions s where s.tenant_id = t.id) "
        "order by t.trial_ends_at) limit p_n",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "tenants_near_limits(p_limits jsonb, p_after uuid, p_n integer)",
        "table (tenant_id uuid)",
        "select distinct u.tenant_id from usage u join tenants t on t.id = u.tenant_id "
        "where u.tenant_id > p_after and u.used > 0 and u.used * 100 >= 80 * ("
        "(p_limits -> u.name ->> t.plan)::bigint "
        "+ coalesce((t.entitlements -> 'limits' ->> u.name)::bigint, 0)) "
        "order by u.tenant_id limit p_n",
        locator=LOCATOR,
        app=APP,
    )
