"""Disputes, the ledger of money at providers, reconciliation with them, and payout accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import (
    append_only,
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0035_payments_kept_right"
down_revision = "0034_upsells"
branch_labels = None
depends_on = None

SCHEMA = "commerce"
APP = "commerce_app"
LOCATOR = "commerce_locator"
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, say who may see which rows, and keep the ledger from now on."""
    op.add_column("stores", sa.Column("payout_account", sa.Text()))
    op.execute(
        "comment on column stores.payout_account is 'the payment provider''s account the store''s "
        "money goes to, once it may take charges'"
    )
    op.add_column("payments", sa.Column("payout_account", sa.Text()))
    op.execute(
        "comment on column payments.payout_account is 'the merchant''s account at the provider "
        "that the money goes on to'"
    )
    _disputes()
    _ledger()
    _reconciliation()
    _payout_accounts()
    tables = (
        "disputes",
        "payment_ledger",
        "reconciliation_runs",
        "reconciliation_mismatches",
        "payout_accounts",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "payment_ledger")
    _look_ups()
    _keep_ledger()
    _write_ledger()


def _keys(table: str, *columns: str) -> list[sa.schema.SchemaItem]:
    """Columns and keys that each of a store's tables has."""
    references = {"store_id": "stores", "payment_id": "payments"}
    return [
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{references[column]}.tenant_id", f"{references[column]}.id"],
                name=f"fk_{table}_tenant_id_{column}",
            )
            for column in columns
        ),
    ]


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("inquiry", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("fee_currency", sa.Text(), nullable=False),
        sa.Column("due_by", TIME),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column(
            "evidence", postgresql.JSONB(), nullable=False, comment="what the merchant wrote"
        ),
        sa.Column("evidence_state", sa.Text(), nullable=False),
        sa.Column("evidence_error", sa.Text()),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.Column(
            "checked_at",
            TIME,
            nullable=False,
            comment="the provider's state was read after this moment",
        ),
        recorded("created_at"),
        recorded("updated_at"),
        *_keys("disputes", "store_id", "payment_id"),
        sa.CheckConstraint(
            "status in ('needs_response', 'under_review', 'won', 'lost', 'closed')",
            name="ck_disputes_status",
        ),
        sa.CheckConstraint(
            "evidence_state in ('none', 'sending', 'sent', 'refused')",
            name="ck_disputes_evidence_state",
        ),
        sa.CheckConstraint("amount > 0", name="ck_disputes_amount"),
        sa.CheckConstraint("0 <= returned and returned <= withdrawn", name="ck_disputes_moved"),
        sa.CheckConstraint("fee >= 0", name="ck_disputes_fee"),
        sa.UniqueConstraint(
            "tenant_id",
            "provider",
            "provider_ref",
            name="uq_disputes_tenant_id_provider_provider_ref",
        ),
    )
    op.create_index("ix_disputes_store", "disputes", ["tenant_id", "store_id", "opened_at", "id"])
    op.create_index("ix_disputes_payment", "disputes", ["tenant_id", "payment_id"])
    op.create_index("ix_disputes_order", "disputes", ["tenant_id", "order_id"])


def _ledger() -> None:
    accounts = "('provider', 'sales', 'refunds', 'disputes', 'fees')"
    op.create_table(
        "payment_ledger",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("debit", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid()),
        sa.Column("test", sa.Boolean(), nullable=False),
        *_keys("payment_ledger", "store_id", "payment_id"),
        sa.CheckConstraint(
            "kind in ('charge', 'charge_reversed', 'refund', 'refund_returned', 'dispute', "
            "'dispute_return', 'dispute_fee', 'dispute_fee_return')",
            name="ck_payment_ledger_kind",
        ),
        sa.CheckConstraint(f"debit in {accounts}", name="ck_payment_ledger_debit"),
        sa.CheckConstraint(f"credit in {accounts}", name="ck_payment_ledger_credit"),
        sa.CheckConstraint("amount > 0", name="ck_payment_ledger_amount"),
        sa.CheckConstraint("debit <> credit", name="ck_payment_ledger_accounts"),
    )
    op.create_index("ix_payment_ledger_at", "payment_ledger", ["at"])
    op.create_index("ix_payment_ledger_store", "payment_ledger", ["tenant_id", "store_id", "at"])
    op.create_index("ix_payment_ledger_payment", "payment_ledger", ["tenant_id", "payment_id"])


def _reconciliation() -> None:
    op.create_table(
        "reconciliation_runs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column(
            "payments", sa.Integer(), nullable=False, comment="how many payments were compared"
        ),
        sa.Column(
            "mismatches", sa.Integer(), nullable=False, comment="how many of them did not match"
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("finished_at", TIME),
        recorded("created_at"),
        recorded("updated_at"),
        *_keys("reconciliation_runs", "store_id"),
        sa.CheckConstraint(
            "status in ('queued', 'done', 'failed')", name="ck_reconciliation_runs_status"
        ),
    )
    op.create_index(
        "ix_reconciliation_runs_store", "reconciliation_runs", ["tenant_id", "store_id", "id"]
    )
    op.create_table(
        "reconciliation_mismatches",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False, comment="the latest run that found it"),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="our payment's id, or the provider's own"
        ),
        sa.Column("payment_id", sa.Uuid()),
        sa.Column("provider_ref", sa.Text()),
        sa.Column("expected", sa.BigInteger(), nullable=False, comment="by the ledger"),
        sa.Column("found", sa.BigInteger(), nullable=False, comment="at the provider"),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("resolved_at", TIME),
        sa.Column("resolved_by", sa.Text()),
        sa.Column("note", sa.Text()),
        recorded("created_at"),
        recorded("updated_at"),
        *_keys("reconciliation_mismatches", "store_id"),
        sa.CheckConstraint(
            "kind in ('charge_missing', 'charge_unknown', 'charge_amount', 'refund_missing', "
            "'refund_unknown', 'refund_amount', 'dispute_missing', 'dispute_unknown', "
            "'dispute_amount', 'dispute_return_missing', 'dispute_return_unknown', "
            "'dispute_return_amount', 'currency')",
            name="ck_reconciliation_mismatches_kind",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "provider",
            "kind",
            "subject",
            name="uq_reconciliation_mismatches_subject",
        ),
    )
    op.create_index(
        "ix_reconciliation_mismatches_store",
        "reconciliation_mismatches",
        ["tenant_id", "store_id", "id"],
    )


def _payout_accounts() -> None:
    op.create_table(
        "payout_accounts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_ref", sa.Text()),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("charges_enabled", sa.Boolean(), nullable=False),
        sa.Column("payouts_enabled", sa.Boolean(), nullable=False),
        sa.Column("details_submitted", sa.Boolean(), nullable=False),
        sa.Column("requirements", postgresql.JSONB(), nullable=False),
        sa.Column("disabled_reason", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("link_until", TIME),
        sa.Column("wanted_at", TIME),
        sa.Column("error", sa.Text()),
        sa.Column("checked_at", TIME),
        recorded("created_at"),
        recorded("updated_at"),
        *_keys("payout_accounts", "store_id"),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "provider",
            name="uq_payout_accounts_tenant_id_store_id_provider",
        ),
    )
    op.create_index(
        "uq_payout_accounts_provider_ref",
        "payout_accounts",
        ["provider", "provider_ref"],
        unique=True,
        postgresql_where=sa.text("provider_ref is not null"),
    )


def _look_ups() -> None:
    definer(
        SCHEMA,
        "locate_payment_id(p_id uuid)",
        "table (tenant_id uuid, store_id uuid, payment_id uuid)",
        "select p.tenant_id, p.store_id, p.id from payments p where p.id = p_id",
        locator=LOCATOR,
        app=APP,
    )
    locator_may_read(
        LOCATOR, "payout_accounts", "id", "tenant_id", "store_id", "provider", "provider_ref"
    )
    definer(
        SCHEMA,
        "locate_payout_account(p_provider text, p_ref text)",
        "table (tenant_id uuid, store_id uuid, account_id uuid)",
        "select a.tenant_id, a.store_id, a.id from payout_accounts a "
        "where a.provider = p_provider and a.provider_ref = p_ref",
        locator=LOCATOR,
        app=APP,
    )
    locator_may_read(LOCATOR, "payment_ledger", "tenant_id", "store_id", "at")
    definer(
        SCHEMA,
        "stores_paid(p_since timestamptz, p_until timestamptz, p_after uuid, p_n integer)",
        "table (tenant_id uuid, store_id uuid)",
        "select distinct l.tenant_id, l.store_id from payment_ledger l "
        "where l.at >= p_since and l.at < p_until and l.store_id > p_after "
        "order by l.store_id limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _keep_ledger() -> None:
    """The function's body is replaced by the newest one of `payments/sql` after the chain (see
    `env.py`); a trigger only ever changes by a revision."""
    op.execute(
        """create function keep_payment_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'payments/sql was not run';
end
$$"""
    )
    op.execute("revoke all on function keep_payment_ledger() from public")
    op.execute(f"grant execute on function keep_payment_ledger() to {APP}")
    op.execute(
        "create trigger payment_moved after update of captured, refunded on payments "
        "for each row when (old.captured <> new.captured or old.refunded <> new.refunded) "
        "execute function keep_payment_ledger()"
    )
    op.execute(
        "create trigger dispute_moved after update of withdrawn, returned, fee on disputes "
        "for each row when (old.withdrawn <> new.withdrawn or old.returned <> new.returned "
        "or old.fee <> new.fee) execute function keep_payment_ledger()"
    )


def _write_ledger() -> None:
    """What payments took and gave back until now. The owner is held by row-level security, too, and
    there is no one tenant: it is let off for these rows, within this transaction."""
    tables = ("payments", "payment_ledger")
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """insert into payment_ledger (tenant_id, id, store_id, at, kind, debit, credit, amount,
                                       currency, payment_id, test)
           select p.tenant_id, gen_random_uuid(), p.store_id, p.updated_at, m.kind, m.debit,
                  m.credit, m.amount, p.currency, p.id, p.test
             from payments p
            cross join lateral (values ('charge', 'provider', 'sales', p.captured),
                                       ('refund', 'refunds', 'provider', p.refunded))
                            as m (kind, debit, credit, amount)
            where m.amount > 0"""
    )
    for table in tables:
        op.execute(f"alter table {table} force row level security")
