"""Who may see which rows: row-level security of commerce's own tables, and its look-ups.

This is the rule as it is today. Revisions say it in their own words (they are frozen); the
agreement test holds what they made against this, and the catalogue test the lists against the
database.
"""

from ecomm_core.db import rls
from ecomm_core.db.kernel_schema import grant_all

SCHEMA = "commerce"
APP = "commerce_app"
LOCATOR = "commerce_locator"
SEARCHER = "commerce_searcher"

STORE_TABLES = [
    "bought_together",
    "bulk_edit_items",
    "bulk_edits",
    "browser_consents",
    "bundles",
    "cart_lines",
    "cart_reminders",
    "carts",
    "categories",
    "checkouts",
    "collection_products",
    "collections",
    "consents",
    "cost_snapshots",
    "cross_sells",
    "customer_accounts",
    "customer_addresses",
    "customer_links",
    "customer_wishlists",
    "daily_metrics",
    "discount_usages",
    "discounts",
    "disputes",
    "draft_orders",
    "email_template_versions",
    "email_templates",
    "export_jobs",
    "fraud_checks",
    "fraud_settings",
    "fulfillment_items",
    "fulfillments",
    "gift_cards",
    "goods_import_items",
    "goods_import_settings",
    "goods_imports",
    "import_issues",
    "import_items",
    "import_jobs",
    "inventory_items",
    "inventory_movements",
    "invoice_numbers",
    "invoice_sellers",
    "invoices",
    "kit_components",
    "lane_quotes",
    "mail_messages",
    "mail_senders",
    "mapping_parts",
    "mappings",
    "media",
    "menu_items",
    "metrics_marks",
    "notification_preferences",
    "notifications",
    "option_translations",
    "order_items",
    "order_notes",
    "order_numbers",
    "order_refunds",
    "order_tenders",
    "order_timeline",
    "orders",
    "pages",
    "payment_ledger",
    "payments",
    "payout_accounts",
    "price_history",
    "price_proposals",
    "price_rules",
    "priced_variants",
    "pricing_settings",
    "product_categories",
    "product_counts",
    "product_days",
    "product_options",
    "product_variants",
    "products",
    "purchase_disputes",
    "purchase_lines",
    "purchase_numbers",
    "purchase_orders",
    "purchase_parcels",
    "purchase_timeline",
    "reconciliation_mismatches",
    "reconciliation_runs",
    "redirects",
    "refund_lines",
    "refunds",
    "reservations",
    "return_lines",
    "return_photos",
    "return_policies",
    "return_replacements",
    "returns",
    "research_items",
    "research_observations",
    "research_runs",
    "research_settings",
    "search_words",
    "review_settings",
    "review_totals",
    "reviews",
    "segment_members",
    "segments",
    "shipping_rates",
    "shipping_zones",
    "shop_events",
    "slug_redirects",
    "snapshot_restores",
    "snapshots",
    "sourcing_needs",
    "store_credits",
    "store_currencies",
    "store_domains",
    "store_locales",
    "supplier_events",
    "supplier_holds",
    "supplier_products",
    "supplier_spend",
    "supplier_variants",
    "suppliers",
    "tax_rates",
    "tender_ledger",
    "tracking_events",
    "translations",
    "upsell_days",
    "variant_prices",
    "watchlist_items",
]
"""Tables with a store_id: shoppers and public requests see one store's rows only."""

TENANT_TABLES = ["invites", "provider_events"]

GLOBAL_TABLES: dict[str, str] = {
    "exchange_rates": "the European Central Bank's published rates: the same for everybody",
    "mock_sessions": "the mock payment provider's own books, as Stripe would keep them; read by "
    "session id only, holds ids, amounts and line titles",
}
"""Tables of commerce without row-level security, each with its reason."""

UNFORCED_TABLES: dict[str, str] = {
    "search_documents": "its full-text index is no use under row-level security; owned by a role "
    "nobody logs in as, whose one function names tenant and store itself and refuses without them",
}
"""Stores' tables whose owner row-level security does not hold, each with its reason."""

STORES_POLICY = f"{rls.TENANT} and ((select app_store()) is null or id = (select app_store()))"

DUE = ["purchase_disputes", "purchase_orders", "sourcing_needs"]
"""Tables of purchasing with something to do at `due_at`."""

APPEND_ONLY = [
    "browser_consents",
    "cost_snapshots",
    "consents",
    "email_template_versions",
    "inventory_movements",
    "invoices",
    "order_timeline",
    "payment_ledger",
    "price_history",
    "purchase_timeline",
    "shop_events",
    "tender_ledger",
    "tracking_events",
]


def statements() -> list[str]:
    """Everything after the tables exist."""
    result: list[str] = []
    for table in STORE_TABLES:
        result += rls.protect(table, store=True)
    for table in TENANT_TABLES:
        result += rls.protect(table)
    result += rls.protect("stores", using=STORES_POLICY)
    result += grant_all(
        APP, [*STORE_TABLES, *UNFORCED_TABLES, *TENANT_TABLES, *GLOBAL_TABLES, "stores"]
    )
    for table in UNFORCED_TABLES:
        result += rls.protect_unforced(table, SEARCHER, SCHEMA)
    result += [f"revoke update, truncate on {table} from {APP}" for table in APPEND_ONLY]
    result += rls.locator_may_read(
        "stores", LOCATOR, ["id", "tenant_id", "slug", "deleted_at", "snapshot_at"]
    )
    result += rls.locator_may_read(
        "store_domains",
        LOCATOR,
        ["id", "tenant_id", "store_id", "host", "status", "next_check_at"],
    )
    result += rls.locator_may_read(
        "payments", LOCATOR, ["id", "tenant_id", "store_id", "provider", "provider_ref"]
    )
    result += rls.locator_may_read(
        "checkouts", LOCATOR, ["id", "tenant_id", "store_id", "due_at", "traces_until"]
    )
    common = {"schema": SCHEMA, "locator": LOCATOR, "app": APP}
    result += rls.definer(
        name="locate_store",
        arguments="p_slug text",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s "
        "where s.slug = p_slug and s.deleted_at is null "
        "union all select s.tenant_id, s.id from store_domains d "
        "join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id "
        "where d.host = p_slug and d.status = 'verified' and s.deleted_at is null",
        **common,
    )
    result += rls.definer(
        name="due_domains",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, domain_id uuid)",
        body="select d.tenant_id, d.id from store_domains d "
        "where d.next_check_at <= p_now order by d.next_check_at limit p_n",
        **common,
    )
    result += rls.definer(
        name="due_snapshots",
        arguments="p_before timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s where s.deleted_at is null "
        "and (s.snapshot_at is null or s.snapshot_at < p_before) "
        "order by s.snapshot_at nulls first limit p_n",
        **common,
    )
    result += rls.locator_may_read("invites", LOCATOR, ["id", "tenant_id"])
    result += rls.definer(
        name="locate_invite",
        arguments="p_id uuid",
        returns="table (tenant_id uuid)",
        body="select i.tenant_id from invites i where i.id = p_id",
        **common,
    )
    result += rls.definer(
        name="locate_payment",
        arguments="p_provider text, p_ref text",
        returns="table (tenant_id uuid, store_id uuid, payment_id uuid)",
        body="select p.tenant_id, p.store_id, p.id from payments p "
        "where p.provider = p_provider and p.provider_ref = p_ref",
        **common,
    )
    result += rls.definer(
        name="locate_payment_id",
        arguments="p_id uuid",
        returns="table (tenant_id uuid, store_id uuid, payment_id uuid)",
        body="select p.tenant_id, p.store_id, p.id from payments p where p.id = p_id",
        **common,
    )
    result += rls.locator_may_read(
        "payout_accounts", LOCATOR, ["id", "tenant_id", "store_id", "provider", "provider_ref"]
    )
    result += rls.definer(
        name="locate_payout_account",
        arguments="p_provider text, p_ref text",
        returns="table (tenant_id uuid, store_id uuid, account_id uuid)",
        body="select a.tenant_id, a.store_id, a.id from payout_accounts a "
        "where a.provider = p_provider and a.provider_ref = p_ref",
        **common,
    )
    result += rls.locator_may_read("payment_ledger", LOCATOR, ["tenant_id", "store_id", "at"])
    result += rls.definer(
        name="stores_paid",
        arguments="p_since timestamptz, p_until timestamptz, p_after uuid, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select distinct l.tenant_id, l.store_id from payment_ledger l "
        "where l.at >= p_since and l.at < p_until and l.store_id > p_after "
        "order by l.store_id limit p_n",
        **common,
    )
    result += rls.locator_may_read("carts", LOCATOR, ["id", "tenant_id", "store_id", "remind_at"])
    result += rls.definer(
        name="due_carts",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, cart_id uuid)",
        body="select c.tenant_id, c.store_id, c.id from carts c "
        "where c.remind_at < p_now order by c.remind_at limit p_n",
        **common,
    )
    result += rls.definer(
        name="due_checkouts",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, checkout_id uuid)",
        body="select c.tenant_id, c.store_id, c.id from checkouts c "
        "where c.due_at < p_now order by c.due_at limit p_n",
        **common,
    )
    result += rls.definer(
        name="stale_traces",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, checkout_id uuid)",
        body="select c.tenant_id, c.id from checkouts c "
        "where c.traces_until < p_now order by c.traces_until limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "store_currencies", LOCATOR, ["tenant_id", "store_id", "enabled", "manual_ppm"]
    )
    result += rls.definer(
        name="stores_abroad",
        arguments="p_after uuid, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select c.tenant_id, c.store_id from store_currencies c "
        "where c.enabled and c.manual_ppm is null and c.store_id > p_after "
        "group by c.tenant_id, c.store_id order by c.store_id limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "suppliers", LOCATOR, ["id", "tenant_id", "store_id", "adapter", "next_poll_at"]
    )
    result += rls.locator_may_read("metrics_marks", LOCATOR, ["tenant_id", "store_id", "as_of"])
    result += rls.definer(
        name="due_metrics",
        arguments="p_before timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s "
        "left join metrics_marks m on m.tenant_id = s.tenant_id and m.store_id = s.id "
        "where s.deleted_at is null and (m.as_of is null or m.as_of < p_before) "
        "order by m.as_of nulls first, s.id limit p_n",
        **common,
    )
    for table in DUE:
        result += rls.locator_may_read(table, LOCATOR, ["id", "tenant_id", "store_id", "due_at"])
    result += rls.definer(
        name="locate_supplier",
        arguments="p_id uuid, p_adapter text",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.store_id from suppliers s "
        "where s.id = p_id and s.adapter = p_adapter",
        **common,
    )
    result += rls.definer(
        name="due_suppliers",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, supplier_id uuid)",
        body="select s.tenant_id, s.store_id, s.id from suppliers s "
        "where s.next_poll_at <= p_now order by s.next_poll_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "research_settings", LOCATOR, ["tenant_id", "store_id", "next_run_at"]
    )
    result += rls.definer(
        name="due_research",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select r.tenant_id, r.store_id from research_settings r "
        "where r.next_run_at <= p_now order by r.next_run_at limit p_n",
        **common,
    )
    result += rls.locator_may_read(
        "notifications",
        LOCATOR,
        ["id", "tenant_id", "store_id", "user_id", "mail_at", "created_at"],
    )
    result += rls.definer(
        name="due_summaries",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, user_id uuid)",
        body="select n.tenant_id, n.store_id, n.user_id from notifications n "
        "where n.mail_at <= p_now group by n.tenant_id, n.store_id, n.user_id "
        "order by min(n.mail_at) limit p_n",
        **common,
    )
    result += rls.definer(
        name="stale_notifications",
        arguments="p_before timestamptz, p_n integer",
        returns="table (tenant_id uuid, notification_id uuid)",
        body="select n.tenant_id, n.id from notifications n "
        "where n.created_at < p_before order by n.created_at limit p_n",
        **common,
    )
    for table in DUE:
        result += rls.definer(
            name=f"due_{table}",
            arguments="p_now timestamptz, p_n integer",
            returns="table (tenant_id uuid, store_id uuid, id uuid)",
            body=f"select d.tenant_id, d.store_id, d.id from {table} d "  # noqa: S608 - constants
            "where d.due_at <= p_now order by d.due_at limit p_n",
            **common,
        )
    return result
