"""The gateway's own tables: tenants, keys, prices, budgets, limits, ledger, routes, deferrals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import append_only, definer, grant, locator_may_read, protect

revision = "0002_control_path"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None

APP = "llm_gateway_app"
LOCATOR = "llm_gateway_locator"

TABLES = [
    "budget_leases",
    "budget_periods",
    "budgets",
    "deferred_calls",
    "gateway_tenants",
    "model_prices",
    "provider_keys",
    "rate_windows",
    "route_versions",
    "usage_calls",
    "usage_days",
    "virtual_keys",
]

READABLE = {
    "virtual_keys": ["hash", "tenant_id", "id"],
    "gateway_tenants": ["tenant_id", "service", "external_id"],
    "budget_leases": ["tenant_id", "id", "state", "expires_at"],
    "usage_calls": ["tenant_id", "id", "at"],
    "deferred_calls": ["tenant_id", "id", "finished_at"],
}

LOOKUPS = [
    (
        "locate_virtual_key(p_hash bytea)",
        "table (tenant_id uuid, key_id uuid)",
        "select k.tenant_id, k.id from virtual_keys k where k.hash = p_hash",
    ),
    (
        "locate_gateway_tenant(p_service text, p_external uuid)",
        "table (tenant_id uuid)",
        "select t.tenant_id from gateway_tenants t where t.service = p_service and "
        "t.external_id = p_external",
    ),
    (
        "gateway_tenants_after(p_after uuid, p_n integer)",
        "table (tenant_id uuid)",
        "select t.tenant_id from gateway_tenants t where t.tenant_id > p_after order by "
        "t.tenant_id limit p_n",
    ),
    (
        "due_leases(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, lease_id uuid)",
        "select l.tenant_id, l.id from budget_leases l where l.state = 'open' and "
        "l.expires_at < p_now order by l.expires_at limit p_n",
    ),
]

CLEARING = [
    (
        "clear_usage_calls",
        "usage_calls",
        "true",
        "with old as (select c.tenant_id, c.id from usage_calls c where c.at < p_until order "
        "by c.at limit p_most), gone as (delete from usage_calls c using old where "
        "c.tenant_id = old.tenant_id and c.id = old.id returning 1) select count(*)::integer "
        "from gone",
    ),
    (
        "clear_deferred_calls",
        "deferred_calls",
        "finished_at is not null",
        "with old as (select c.tenant_id, c.id from deferred_calls c where c.finished_at < "
        "p_until order by c.finished_at limit p_most), gone as (delete from deferred_calls c "
        "using old where c.tenant_id = old.tenant_id and c.id = old.id returning 1) select "
        "count(*)::integer from gone",
    ),
]


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _gateway_tenants()
    _model_prices()
    _provider_keys()
    _rate_windows()
    _route_versions()
    _usage_calls()
    _usage_days()
    _virtual_keys()
    _budgets()
    _deferred_calls()
    _budget_periods()
    _budget_leases()
    for table in TABLES:
        protect(table)
    grant(APP, *TABLES)
    append_only(APP, "model_prices", "route_versions", "usage_calls")
    for table, columns in READABLE.items():
        locator_may_read(LOCATOR, table, *columns)
    for signature, returns, body in LOOKUPS:
        definer("llm_gateway", signature, returns, body, locator=LOCATOR, app=APP)
    for name, table, using, body in CLEARING:
        op.execute(f"grant delete on {table} to {LOCATOR}")
        op.execute(f"create policy clear on {table} for delete to {LOCATOR} using ({using})")
        definer(
            "llm_gateway",
            f"{name}(p_until timestamptz, p_most integer)",
            "integer",
            body,
            locator=LOCATOR,
            app=APP,
            volatility="volatile",
        )


def _gateway_tenants() -> None:
    op.create_table(
        "gateway_tenants",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column(
            "service", sa.Text(), nullable=False, comment="whose tenant it is, such as commerce"
        ),
        sa.Column("external_id", sa.UUID(), nullable=False, comment="its id there"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("calls_per_hour", sa.Integer(), nullable=True, comment="null: the plan's"),
        sa.Column("calls_per_minute", sa.Integer(), nullable=True, comment="null: the plan's"),
        sa.Column("tokens_per_minute", sa.Integer(), nullable=True, comment="null: the plan's"),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("calls_per_hour > 0", name=op.f("ck_gateway_tenants_calls_per_hour")),
        sa.CheckConstraint(
            "calls_per_minute > 0", name=op.f("ck_gateway_tenants_calls_per_minute")
        ),
        sa.CheckConstraint(
            "tokens_per_minute > 0", name=op.f("ck_gateway_tenants_tokens_per_minute")
        ),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_gateway_tenants")),
        sa.UniqueConstraint("service", "external_id", name="uq_gateway_tenants_external"),
    )


def _model_prices() -> None:
    op.create_table(
        "model_prices",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column(
            "model", sa.Text(), nullable=False, comment="`*`: every model of the provider not named"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("input", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("cached_input", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("output", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("reasoning", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("cache_write", sa.Numeric(precision=20, scale=6), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "least(input, cached_input, output, reasoning, cache_write) >= 0",
            name=op.f("ck_model_prices_amounts"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_model_prices_version")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_model_prices")),
        sa.UniqueConstraint(
            "tenant_id",
            "provider",
            "model",
            "version",
            name=op.f("uq_model_prices_tenant_id_provider_model_version"),
        ),
    )


def _provider_keys() -> None:
    op.create_table(
        "provider_keys",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False, comment="sealed"),
        sa.Column("hint", sa.Text(), nullable=False, comment="its last four characters"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'compatible' or base_url is not null", name=op.f("ck_provider_keys_base_url")
        ),
        sa.CheckConstraint(
            "kind in ('anthropic', 'openai', 'compatible')", name=op.f("ck_provider_keys_kind")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_provider_keys")),
    )
    op.create_index(
        "uq_provider_keys_provider",
        "provider_keys",
        ["tenant_id", "provider"],
        unique=True,
        postgresql_where=sa.text("removed_at is null"),
    )


def _rate_windows() -> None:
    op.create_table(
        "rate_windows",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False, comment="of the running window"),
        sa.Column("running", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind in ('calls_hour', 'calls_minute', 'tokens_minute')",
            name=op.f("ck_rate_windows_kind"),
        ),
        sa.CheckConstraint("least(running, before) >= 0", name=op.f("ck_rate_windows_counts")),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name=op.f("pk_rate_windows")),
    )


def _route_versions() -> None:
    op.create_table(
        "route_versions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "targets",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="[{provider, model, timeout_ms}]",
        ),
        sa.Column("fallback_on", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("deadline_ms", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint("deadline_ms > 0", name=op.f("ck_route_versions_deadline_ms")),
        sa.CheckConstraint("version > 0", name=op.f("ck_route_versions_version")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_route_versions")),
        sa.UniqueConstraint(
            "tenant_id", "name", "version", name=op.f("uq_route_versions_tenant_id_name_version")
        ),
    )


def _usage_calls() -> None:
    op.create_table(
        "usage_calls",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.UUID(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("feature", sa.Text(), nullable=False),
        sa.Column(
            "asked", sa.Text(), nullable=False, comment="the model or route that was asked for"
        ),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cached_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cache_write_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("reasoning_tokens", sa.BigInteger(), nullable=False),
        sa.Column(
            "cost",
            sa.Numeric(precision=24, scale=6),
            nullable=True,
            comment="null: no price is known",
        ),
        sa.Column(
            "charged",
            sa.Numeric(precision=24, scale=6),
            nullable=False,
            comment="against budgets: the cost, or the worst case where it is unknown",
        ),
        sa.Column("priced", sa.Boolean(), nullable=False),
        sa.Column("price_version", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("stream", sa.Boolean(), nullable=False),
        sa.Column("ms", sa.BigInteger(), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('ok', 'failed', 'cancelled', 'unknown')",
            name=op.f("ck_usage_calls_outcome"),
        ),
        sa.CheckConstraint(
            "least(input_tokens, cached_tokens, cache_write_tokens, output_tokens, "
            "reasoning_tokens, ms, charged) >= 0",
            name=op.f("ck_usage_calls_amounts"),
        ),
        sa.CheckConstraint("priced = (cost is not null)", name=op.f("ck_usage_calls_priced")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_usage_calls")),
    )
    op.create_index("ix_usage_calls_at", "usage_calls", ["tenant_id", "at", "id"], unique=False)
    op.create_index("ix_usage_calls_old", "usage_calls", ["at"], unique=False)


def _usage_days() -> None:
    op.create_table(
        "usage_days",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("key_id", sa.UUID(), nullable=False),
        sa.Column("feature", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column(
            "unpriced", sa.BigInteger(), nullable=False, comment="calls whose cost nobody knows"
        ),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cached_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cache_write_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("reasoning_tokens", sa.BigInteger(), nullable=False),
        sa.Column(
            "cost", sa.Numeric(precision=24, scale=6), nullable=False, comment="of the priced calls"
        ),
        sa.Column("charged", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.CheckConstraint("calls > 0", name=op.f("ck_usage_days_calls")),
        sa.PrimaryKeyConstraint(
            "tenant_id",
            "day",
            "service",
            "key_id",
            "feature",
            "provider",
            "model",
            name=op.f("pk_usage_days"),
        ),
    )


def _virtual_keys() -> None:
    op.create_table(
        "virtual_keys",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the key"),
        sa.Column("hint", sa.Text(), nullable=False, comment="its last four characters"),
        sa.Column(
            "models",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="null: every model",
        ),
        sa.Column(
            "routes",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="null: every route",
        ),
        sa.Column(
            "features",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="null: every feature",
        ),
        sa.Column("redaction", sa.Boolean(), nullable=False),
        sa.Column("cache", sa.Boolean(), nullable=False),
        sa.Column("max_output_tokens", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="or the end of a rotation's overlap",
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by", sa.UUID(), nullable=True),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint("max_output_tokens > 0", name=op.f("ck_virtual_keys_max_output_tokens")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["gateway_tenants.tenant_id"], name=op.f("fk_virtual_keys_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_virtual_keys")),
    )
    op.create_index("uq_virtual_keys_hash", "virtual_keys", ["hash"], unique=True)


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("key_id", sa.UUID(), nullable=True, comment="null: the tenant's whole use"),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("currency = 'USD'", name=op.f("ck_budgets_currency")),
        sa.CheckConstraint("period in ('day', 'month')", name=op.f("ck_budgets_period")),
        sa.CheckConstraint("cap >= 0", name=op.f("ck_budgets_cap")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "key_id"],
            ["virtual_keys.tenant_id", "virtual_keys.id"],
            name=op.f("fk_budgets_tenant_id_key_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["gateway_tenants.tenant_id"], name=op.f("fk_budgets_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_budgets")),
        sa.UniqueConstraint(
            "tenant_id",
            "key_id",
            "period",
            name=op.f("uq_budgets_tenant_id_key_id_period"),
            postgresql_nulls_not_distinct=True,
        ),
    )


def _deferred_calls() -> None:
    op.create_table(
        "deferred_calls",
        sa.Column("key_id", sa.UUID(), nullable=False),
        sa.Column("feature", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False, comment="such as /v1/chat/completions"),
        sa.Column("request", sa.Text(), nullable=True, comment="sealed"),
        sa.Column("reply", sa.Text(), nullable=True, comment="sealed"),
        sa.Column("status", sa.Integer(), nullable=True, comment="of the reply"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "(request is not null) = (state in ('queued', 'running'))",
            name=op.f("ck_deferred_calls_request"),
        ),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'done', 'failed', 'unknown', 'cancelled')",
            name=op.f("ck_deferred_calls_state"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "key_id"],
            ["virtual_keys.tenant_id", "virtual_keys.id"],
            name=op.f("fk_deferred_calls_tenant_id_key_id"),
            ondelete="NO ACTION",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_deferred_calls")),
    )
    op.create_index(
        "ix_deferred_calls_finished_at", "deferred_calls", ["finished_at"], unique=False
    )
    op.create_index(
        "ix_deferred_calls_queued",
        "deferred_calls",
        ["tenant_id", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )


def _budget_periods() -> None:
    op.create_table(
        "budget_periods",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("budget_id", sa.UUID(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "spent",
            sa.Numeric(precision=24, scale=6),
            nullable=False,
            comment="as the ledger has it",
        ),
        sa.Column(
            "leased",
            sa.Numeric(precision=24, scale=6),
            nullable=False,
            comment="of open leases, not settled",
        ),
        sa.Column(
            "lost",
            sa.Numeric(precision=24, scale=6),
            nullable=False,
            comment="of lost leases, not settled",
        ),
        sa.CheckConstraint(
            "least(spent, leased, lost) >= 0", name=op.f("ck_budget_periods_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "budget_id"],
            ["budgets.tenant_id", "budgets.id"],
            name=op.f("fk_budget_periods_tenant_id_budget_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "budget_id", "starts_on", name=op.f("pk_budget_periods")
        ),
    )


def _budget_leases() -> None:
    op.create_table(
        "budget_leases",
        sa.Column("budget_id", sa.UUID(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("settled", sa.Numeric(precision=24, scale=6), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint("state in ('open', 'lost')", name=op.f("ck_budget_leases_state")),
        sa.CheckConstraint("settled between 0 and amount", name=op.f("ck_budget_leases_settled")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "budget_id", "starts_on"],
            ["budget_periods.tenant_id", "budget_periods.budget_id", "budget_periods.starts_on"],
            name=op.f("fk_budget_leases_tenant_id_budget_id_starts_on"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_budget_leases")),
    )
    op.create_index(
        "ix_budget_leases_budget",
        "budget_leases",
        ["tenant_id", "budget_id", "starts_on"],
        unique=False,
    )
    op.create_index(
        "ix_budget_leases_expires_at", "budget_leases", ["state", "expires_at"], unique=False
    )
