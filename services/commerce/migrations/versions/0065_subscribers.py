"""Subscribers: where each address stands, the mails that ask to confirm, and who is never written
to; consents keep the words and the proof."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0065_subscribers"
down_revision = "0064_partners"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = ("subscribers", "subscriber_links", "suppressions", "newsletter_settings")
MOMENT = sa.DateTime(timezone=True)
READ = ("consents", "customer_accounts", "usage")


def upgrade() -> None:
    """Make the tables, fill them from what addresses said so far, and make the look-up of those
    whose moment has come."""
    _consents()
    _subscribers()
    _links()
    _suppressions()
    _settings()
    _fill()
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    locator_may_read(LOCATOR, "subscribers", "tenant_id", "store_id", "id", "due_at")
    definer(
        "commerce",
        "due_subscribers(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, subscriber_id uuid)",
        "select s.tenant_id, s.store_id, s.id from subscribers s "
        "where s.due_at <= p_now order by s.due_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _consents() -> None:
    for column in (
        sa.Column("words", sa.Text()),
        sa.Column("locale", sa.Text()),
        sa.Column("ip", sa.Text()),
        sa.Column("user_agent", sa.Text()),
        sa.Column("asked_at", MOMENT),
        sa.Column("confirmed_at", MOMENT),
    ):
        op.add_column("consents", column)
    op.drop_constraint("ck_consents_purpose", "consents")
    op.create_check_constraint(
        "ck_consents_purpose", "consents", "purpose in ('marketing_email', 'marketing_ask')"
    )


def _of_store(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "store_id"],
        ["stores.tenant_id", "stores.id"],
        name=f"fk_{table}_tenant_id_store_id",
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Text(),
            nullable=False,
            comment="of what they said last: form, checkout, …",
        ),
        sa.Column("locale", sa.Text(), comment="the language they asked in"),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("over_limit", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("reason", sa.Text()),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("unsubscribed_at", MOMENT),
        sa.Column("due_at", MOMENT),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_subscribers"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "email", name="uq_subscribers_tenant_id_store_id_email"
        ),
        _of_store("subscribers"),
        sa.CheckConstraint(
            "status in ('pending', 'confirmed', 'unsubscribed', 'suppressed')",
            name="ck_subscribers_status",
        ),
        sa.CheckConstraint("reason in ('bounce', 'complaint')", name="ck_subscribers_reason"),
        sa.CheckConstraint(
            "(status = 'suppressed') = (reason is not null)", name="ck_subscribers_suppressed"
        ),
        sa.CheckConstraint(
            "not over_limit or status = 'pending'", name="ck_subscribers_over_limit"
        ),
        sa.CheckConstraint(
            "status <> 'confirmed' or confirmed_at is not null", name="ck_subscribers_confirmed"
        ),
    )
    op.create_index(
        "ix_subscribers_store", "subscribers", ["tenant_id", "store_id", "created_at", "id"]
    )
    op.create_index(
        "ix_subscribers_status",
        "subscribers",
        ["tenant_id", "store_id", "status", "created_at", "id"],
    )
    op.create_index(
        "ix_subscribers_due",
        "subscribers",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )


def _links() -> None:
    op.create_table(
        "subscriber_links",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("subscriber_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_subscriber_links"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "subscriber_id"],
            ["subscribers.tenant_id", "subscribers.id"],
            name="fk_subscriber_links_tenant_id_subscriber_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_subscriber_links_subscriber",
        "subscriber_links",
        ["tenant_id", "subscriber_id", "created_at"],
    )


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("address_key", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "address_key", name="pk_suppressions"),
        _of_store("suppressions"),
        sa.CheckConstraint(
            "reason in ('bounce', 'complaint', 'erased')", name="ck_suppressions_reason"
        ),
    )


def _settings() -> None:
    op.create_table(
        "newsletter_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.Boolean(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_newsletter_settings"),
        _of_store("newsletter_settings"),
    )


def _fill() -> None:
    """Every address that said something so far. Confirmed is who agreed and has proven the address
    of an account; who agreed otherwise is pending, and nobody is written to because of this."""
    for table in READ:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """
        insert into subscribers
          (tenant_id, id, store_id, email, status, source, nonce, asked_at, confirmed_at,
           unsubscribed_at, created_at, updated_at)
        select n.tenant_id, n.id, n.store_id, n.email,
               case when not n.granted then 'unsubscribed'
                    when a.email_verified_at is not null then 'confirmed' else 'pending' end,
               n.source, uuid_send(gen_random_uuid()), n.at,
               case when n.granted then greatest(n.at, a.email_verified_at) end,
               case when not n.granted then n.at end, n.at, n.at
          from (select distinct on (c.tenant_id, c.store_id, c.email collate "C") c.*
                  from consents c
                 where c.purpose = 'marketing_email'
                 order by c.tenant_id, c.store_id, c.email collate "C", c.at desc, c.id desc) n
          left join customer_accounts a
            on a.tenant_id = n.tenant_id and a.store_id = n.store_id and a.email = n.email
           and a.password_hash is not null and a.email_verified_at is not null
        """
    )
    op.execute("update subscribers set confirmed_at = null where status = 'pending'")
    op.execute(
        """
        insert into usage as u (tenant_id, name, scope_id, used)
        select tenant_id, 'email_contacts', tenant_id, count(*)
          from subscribers where status = 'confirmed' group by tenant_id
        on conflict (tenant_id, name, scope_id) do update set used = excluded.used
        """
    )
    for table in READ:
        op.execute(f"alter table {table} force row level security")
