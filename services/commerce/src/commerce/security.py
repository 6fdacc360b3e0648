"""Who may see which rows: row-level security of commerce's own tables, and its look-ups.

Read by the first migration and by the catalogue test, which holds both lists against the database.
"""

from ecomm_core.db import rls
from ecomm_core.db.kernel_schema import grant_all

SCHEMA = "commerce"
APP = "commerce_app"
LOCATOR = "commerce_locator"

STORE_TABLES = [
    "cart_lines",
    "carts",
    "categories",
    "checkouts",
    "customer_accounts",
    "fulfillment_items",
    "fulfillments",
    "import_issues",
    "import_items",
    "import_jobs",
    "inventory_items",
    "inventory_movements",
    "mail_messages",
    "media",
    "order_items",
    "order_numbers",
    "order_timeline",
    "orders",
    "payments",
    "product_categories",
    "product_counts",
    "product_options",
    "product_variants",
    "products",
    "refunds",
    "reservations",
    "shipping_rates",
    "slug_redirects",
    "tax_rates",
]
"""Tables with a store_id: shoppers and public requests see one store's rows only."""

TENANT_TABLES = ["provider_events"]

GLOBAL_TABLES: dict[str, str] = {
    "mock_sessions": "the mock payment provider's own books, as Stripe would keep them; read by "
    "session id only, holds ids, amounts and line titles",
}
"""Tables of commerce without row-level security, each with its reason."""

STORES_POLICY = f"{rls.TENANT} and ((select app_store()) is null or id = (select app_store()))"

APPEND_ONLY = ["inventory_movements", "order_timeline"]


def statements() -> list[str]:
    """Everything after the tables exist."""
    result: list[str] = []
    for table in STORE_TABLES:
        result += rls.protect(table, store=True)
    for table in TENANT_TABLES:
        result += rls.protect(table)
    result += rls.protect("stores", using=STORES_POLICY)
    result += grant_all(APP, [*STORE_TABLES, *TENANT_TABLES, *GLOBAL_TABLES, "stores"])
    result += [f"revoke update, truncate on {table} from {APP}" for table in APPEND_ONLY]
    result += rls.locator_may_read("stores", LOCATOR, ["id", "tenant_id", "slug", "deleted_at"])
    result += rls.locator_may_read(
        "payments", LOCATOR, ["id", "tenant_id", "store_id", "provider", "provider_ref"]
    )
    result += rls.locator_may_read("checkouts", LOCATOR, ["id", "tenant_id", "store_id", "due_at"])
    common = {"schema": SCHEMA, "locator": LOCATOR, "app": APP}
    result += rls.definer(
        name="locate_store",
        arguments="p_slug text",
        returns="table (tenant_id uuid, store_id uuid)",
        body="select s.tenant_id, s.id from stores s "
        "where s.slug = p_slug and s.deleted_at is null",
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
        name="due_checkouts",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, store_id uuid, checkout_id uuid)",
        body="select c.tenant_id, c.store_id, c.id from checkouts c "
        "where c.due_at < p_now order by c.due_at limit p_n",
        **common,
    )
    return result
