"""Who may see which rows: row-level security of commerce's own tables, and its look-ups.

This is the rule as it is today. Revisions say it in their own words (they are frozen); the
agreement test holds what they made against this, the catalogue test the lists against them.
"""

from commerce.lookups import lookups
from ecomm_core.db import rls
from ecomm_core.db.kernel_schema import grant_all

SCHEMA = "commerce"
APP = "commerce_app"
LOCATOR = "commerce_locator"
SEARCHER = "commerce_searcher"

STORE_TABLES = [
    "ab_assignments",
    "ab_carts",
    "ab_tests",
    "bought_together",
    "bulk_edit_items",
    "bulk_edits",
    "blog_categories",
    "blog_posts",
    "browser_consents",
    "bundles",
    "cart_lines",
    "cart_reminders",
    "carts",
    "categories",
    "channel_links",
    "channel_migration_issues",
    "channel_migration_items",
    "channel_migrations",
    "channel_events",
    "channel_log",
    "channel_order_lines",
    "channel_orders",
    "channel_products",
    "channel_stock",
    "channel_syncs",
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
    "data_requests",
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
    "newsletter_settings",
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
    "past_orders",
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
    "seo_audits",
    "seo_findings",
    "review_settings",
    "review_totals",
    "reviews",
    "sales_channels",
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
    "subscriber_links",
    "subscribers",
    "supplier_events",
    "supplier_holds",
    "supplier_products",
    "supplier_spend",
    "supplier_variants",
    "suppliers",
    "suppressions",
    "tax_rates",
    "tender_ledger",
    "tracking_events",
    "translations",
    "upsell_days",
    "variant_prices",
    "watchlist_items",
]
"""Tables with a store_id: shoppers and public requests see one store's rows only."""

TENANT_TABLES = [
    "affiliate_days",
    "affiliate_payouts",
    "affiliates",
    "billing_credits",
    "commission_ledger",
    "commissions",
    "coupon_redemptions",
    "introductions",
    "introductions_taken",
    "invites",
    "partner_codes",
    "provider_events",
    "subscription_events",
    "subscription_invoices",
    "subscriptions",
]

GLOBAL_TABLES: dict[str, str] = {
    "billing_coupons": "what the platform's operator gives away: codes and their rules, nobody's",
    "mock_subscriptions": "the mock subscription provider's own books, as Stripe would keep them; "
    "read by id only",
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

OWN_REQUESTS_POLICY = (
    f"{rls.TENANT} and (select app_store()) is null or user_id = (select app_user())"
)
"""Requests of people about their own data: theirs, whatever business they look from."""

APPEND_ONLY = [
    "browser_consents",
    "commission_ledger",
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
    result += rls.protect("user_data_requests", using=OWN_REQUESTS_POLICY)
    result += grant_all(
        APP,
        [
            *STORE_TABLES,
            *UNFORCED_TABLES,
            *TENANT_TABLES,
            *GLOBAL_TABLES,
            "stores",
            "user_data_requests",
        ],
    )
    for table in UNFORCED_TABLES:
        result += rls.protect_unforced(table, SEARCHER, SCHEMA)
    result += [f"revoke update, truncate on {table} from {APP}" for table in APPEND_ONLY]
    result += lookups(SCHEMA, LOCATOR, APP)
    return result
