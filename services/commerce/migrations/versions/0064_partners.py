"""Businesses bring businesses: codes, introductions, affiliates with their commissions, ledger and
payouts; credit that bills take first. What bills say of tax, money and refunds."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import append_only, definer, grant, locator_may_read, protect

revision = "0064_partners"
down_revision = "0063_content"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = (
    "billing_credits",
    "partner_codes",
    "affiliates",
    "affiliate_days",
    "introductions",
    "introductions_taken",
    "affiliate_payouts",
    "commissions",
    "commission_ledger",
)
KINDS = "('referral', 'affiliate')"
STAGES = "('joined', 'paying', 'credited', 'settled', 'clawed_back', 'refused')"
EARNED = "('earned', 'approved', 'clawed_back', 'paid')"


def upgrade() -> None:
    """Make the tables and their look-ups."""
    op.add_column("subscriptions", sa.Column("card_fingerprint", sa.Text()))
    _bills()
    _credits()
    _codes()
    _affiliates()
    _introductions()
    _payouts()
    _commissions()
    _ledger()
    for table in TABLES:
        protect(table)
    grant(APP, *TABLES)
    append_only(APP, "commission_ledger")
    _lookups()


def _text(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, comment=comment)


def _id(name: str, *, nullable: bool = False) -> sa.schema.SchemaItem:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _time(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.schema.SchemaItem:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _amount(name: str, *, comment: str | None = None) -> sa.schema.SchemaItem:
    return sa.Column(name, sa.BigInteger(), nullable=False, comment=comment)


def _ids(table: str) -> list[sa.schema.SchemaItem]:
    return [
        _id("tenant_id"),
        _id("id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
    ]


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=f"fk_{table}_tenant_id_{column}",
    )


def _bills() -> None:
    nothing = sa.text("0")
    table = "subscription_invoices"
    op.add_column(table, _text("subscription_ref", nullable=True))
    op.add_column(
        table,
        sa.Column(
            "tax", sa.BigInteger(), nullable=False, server_default=nothing, comment="of the total"
        ),
    )
    op.add_column(
        table,
        sa.Column(
            "paid",
            sa.BigInteger(),
            nullable=False,
            server_default=nothing,
            comment="what came in as money: the rest was credit",
        ),
    )
    op.add_column(
        table, sa.Column("refunded", sa.BigInteger(), nullable=False, server_default=nothing)
    )
    op.add_column(
        table,
        _time("read_at", nullable=True, comment="the provider's word was read after this moment"),
    )
    # What was paid before was money: credit was only left over from changes of plan.
    op.execute(f"alter table {table} no force row level security")
    op.execute(f"update {table} set paid = total where status = 'paid'")
    op.execute(f"alter table {table} force row level security")


def _credits() -> None:
    table = "billing_credits"
    op.create_table(
        table,
        *_ids(table),
        _text("key"),
        _amount("amount", comment="below zero: taken back"),
        _text("currency"),
        _text("text"),
        _text("state"),
        _text("provider", nullable=True),
        _text("provider_ref", nullable=True),
        _time("created_at"),
        _time("applied_at", nullable=True),
        _unique(table, "tenant_id", "key"),
        _check(table, "amount", "amount <> 0"),
        _check(table, "state", "state in ('waiting', 'applied', 'refused')"),
        _check(table, "applied", "(state = 'applied') = (provider_ref is not null)"),
    )
    op.create_index("ix_billing_credits_created", table, ["tenant_id", "created_at", "id"])


def _codes() -> None:
    table = "partner_codes"
    op.create_table(
        table,
        *_ids(table),
        _text("code"),
        _text("kind"),
        _time("created_at"),
        _unique(table, "code"),
        _unique(table, "tenant_id", "kind"),
        _check(table, "kind", f"kind in {KINDS}"),
    )


def _affiliates() -> None:
    op.create_table(
        "affiliates",
        *_ids("affiliates"),
        _text("terms_version"),
        _time("joined_at"),
        _text("joined_by"),
        _text("payee_name"),
        _text("payee_account", comment="sealed"),
        _text("payee_hint", comment="its last signs"),
        _unique("affiliates", "tenant_id"),
    )
    op.create_table(
        "affiliate_days",
        *_ids("affiliate_days"),
        sa.Column("day", sa.Date(), nullable=False, comment="UTC"),
        sa.Column("visits", sa.Integer(), nullable=False),
        _unique("affiliate_days", "tenant_id", "day"),
        _check("affiliate_days", "visits", "visits > 0"),
    )


def _introductions() -> None:
    table = "introductions"
    op.create_table(
        table,
        *_ids(table),
        _text("kind"),
        _id("business_id"),
        _text("name", comment="a first name and a letter"),
        _text("stage"),
        _text("reason", nullable=True),
        _amount("credit", comment="that each side was promised"),
        _text("currency"),
        _time("joined_at"),
        _time("first_paid_at", nullable=True),
        _text("provider", nullable=True),
        _text("invoice_ref", nullable=True),
        _time("settle_at", nullable=True),
        _unique(table, "business_id"),
        _check(table, "kind", f"kind in {KINDS}"),
        _check(table, "stage", f"stage in {STAGES}"),
        _check(table, "credit", "credit >= 0"),
        _check(table, "reason", "(stage = 'refused') = (reason is not null)"),
        _check(
            table,
            "invoice",
            "stage not in ('credited', 'settled', 'clawed_back') or invoice_ref is not null",
        ),
    )
    op.create_index("ix_introductions_joined", table, ["tenant_id", "kind", "joined_at", "id"])
    table = "introductions_taken"
    op.create_table(
        table,
        *_ids(table),
        _id("partner_id"),
        _text("kind"),
        _text("partner_name"),
        _text("stage"),
        _amount("credit"),
        _text("currency"),
        _time("taken_at"),
        _time("look_at", nullable=True),
        _unique(table, "tenant_id"),
        _check(table, "kind", f"kind in {KINDS}"),
        _check(table, "stage", f"stage in {STAGES}"),
    )
    op.create_index(
        "ix_introductions_taken_look_at",
        table,
        ["look_at"],
        postgresql_where=sa.text("look_at is not null"),
    )


def _payouts() -> None:
    table = "affiliate_payouts"
    op.create_table(
        table,
        *_ids(table),
        _amount("amount"),
        _text("currency"),
        _text("state"),
        _time("opened_at"),
        _time("paid_at", nullable=True),
        _text("reference", nullable=True),
        _check(table, "state", "state in ('open', 'paid')"),
        _check(table, "amount", "amount > 0"),
        _check(
            table,
            "paid",
            "(state = 'paid') = (paid_at is not null and reference is not null)",
        ),
    )
    op.create_index(
        "uq_affiliate_payouts_open",
        table,
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_affiliate_payouts_opened", table, ["tenant_id", "opened_at", "id"])


def _commissions() -> None:
    table = "commissions"
    op.create_table(
        table,
        *_ids(table),
        _id("introduction_id"),
        _text("provider"),
        _text("invoice_ref"),
        _amount("net", comment="paid, without tax, when it was earned"),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        _amount("amount"),
        _amount("kept"),
        _text("currency"),
        _text("state"),
        _time("earned_at"),
        _time("settle_at"),
        _id("payout_id", nullable=True),
        _unique(table, "tenant_id", "provider", "invoice_ref"),
        _check(table, "state", f"state in {EARNED}"),
        _check(table, "kept", "kept between 0 and amount"),
        _check(table, "rate", "rate_ppm between 1 and 1000000"),
        _check(table, "clawed", "(state = 'clawed_back') = (kept = 0)"),
        _check(table, "paid", "state <> 'paid' or payout_id is not null"),
        _of(table, "introduction_id", "introductions"),
        _of(table, "payout_id", "affiliate_payouts"),
    )
    op.create_index("ix_commissions_earned", table, ["tenant_id", "earned_at", "id"])
    op.create_index("ix_commissions_introduction", table, ["tenant_id", "introduction_id"])


def _ledger() -> None:
    table = "commission_ledger"
    op.create_table(
        table,
        *_ids(table),
        _text("key"),
        _text("kind"),
        _amount("pending"),
        _amount("payable"),
        _text("currency"),
        _id("commission_id", nullable=True),
        _id("payout_id", nullable=True),
        _time("at"),
        _unique(table, "tenant_id", "key"),
        _check(table, "kind", f"kind in {EARNED}"),
        _check(table, "moves", "pending <> 0 or payable <> 0"),
        _check(table, "about", "(commission_id is null) = (kind = 'paid')"),
        _of(table, "commission_id", "commissions"),
        _of(table, "payout_id", "affiliate_payouts"),
    )
    op.create_index("ix_commission_ledger_at", table, ["tenant_id", "at", "id"])


def _lookups() -> None:
    common = {"locator": LOCATOR, "app": APP}
    locator_may_read(LOCATOR, "partner_codes", "tenant_id", "code", "kind")
    definer(
        "commerce",
        "locate_partner(p_code text)",
        "table (tenant_id uuid, kind text)",
        "select c.tenant_id, c.kind from partner_codes c where c.code = p_code",
        **common,
    )
    locator_may_read(LOCATOR, "introductions_taken", "tenant_id", "look_at")
    definer(
        "commerce",
        "due_introductions(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid)",
        "select t.tenant_id from introductions_taken t "
        "where t.look_at <= p_now order by t.look_at limit p_n",
        **common,
    )
    locator_may_read(LOCATOR, "affiliates", "tenant_id")
    locator_may_read(LOCATOR, "commissions", "tenant_id", "state", "kept", "payout_id")
    locator_may_read(LOCATOR, "affiliate_payouts", "tenant_id", "id", "state")
    definer(
        "commerce",
        "payable_affiliates(p_minimum bigint, p_after uuid, p_n integer)",
        "table (tenant_id uuid)",
        "select a.tenant_id from affiliates a where a.tenant_id > p_after and ("
        "exists (select 1 from affiliate_payouts p "
        "where p.tenant_id = a.tenant_id and p.state = 'open') "
        "or (select sum(c.kept) from commissions c where c.tenant_id = a.tenant_id "
        "and c.state = 'approved' and c.payout_id is null) >= p_minimum) "
        "order by a.tenant_id limit p_n",
        **common,
    )
    definer(
        "commerce",
        "locate_affiliate_payout(p_id uuid)",
        "table (tenant_id uuid)",
        "select p.tenant_id from affiliate_payouts p where p.id = p_id",
        **common,
    )
