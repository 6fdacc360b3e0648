"""What the scopes of API keys are named after: the resource behind each router's tag.

A merchant route whose tag is missing here does not start. None: for people alone.
"""

from typing import Final

from ecomm_core.accounts.rights import Areas
from ecomm_core.api.scopes import Resources, every_scope

RESOURCES: Final[Resources] = {
    # Accounts, the team and the keys themselves.
    "auth": None,
    "team": None,
    "api_keys": None,
    "audit": None,
    "notifications": None,
    "subscriptions": None,
    "partners": None,
    # Shops elsewhere: their credentials, and whoever bought there.
    "sales_channels": None,
    "channel_sync": None,
    "channel_products": None,
    # What a store sells.
    "products": "products",
    "imports": "products",
    "exports": "products",
    "categories": "products",
    "collections": "products",
    "translations": "products",
    "bulk": "products",
    "bulk_edits": "products",
    "search": "products",
    "inventory": "inventory",
    # Prices, and what is taken off them.
    "prices": "pricing",
    "pricing": "pricing",
    "price_lists": "pricing",
    "currencies": "pricing",
    "taxes": "pricing",
    "promotions": "promotions",
    "discounts": "promotions",
    "gift_cards": "promotions",
    "store_credit": "promotions",
    "store_credits": "promotions",
    "upsells": "promotions",
    # Where what is sold comes from.
    "suppliers": "sourcing",
    "supplier_products": "sourcing",
    "goods_imports": "sourcing",
    "mappings": "sourcing",
    "price_rules": "sourcing",
    "price_changes": "sourcing",
    "purchase_orders": "sourcing",
    "purchase_disputes": "sourcing",
    "research": "sourcing",
    "watchlist": "sourcing",
    "order_sourcing": "sourcing",
    # Selling.
    "carriers": "orders",
    "orders": "orders",
    "past_orders": "orders",
    "fulfilment": "orders",
    "returns": "orders",
    "fraud": "orders",
    "invoices": "orders",
    "refunds": "orders",
    "payments": "orders",
    "disputes": "orders",
    "reconciliation": "orders",
    "checkouts": "orders",
    "carts": "orders",
    "abandoned_carts": "orders",
    "drafts": "orders",
    "customers": "customers",
    "people": "customers",
    "privacy": "customers",
    "segments": "customers",
    # The shop itself.
    "stores": "stores",
    "shipping": "stores",
    "domains": "stores",
    "snapshots": "stores",
    "mail": "stores",
    "mails": "stores",
    "mail_sender": "stores",
    "email_templates": "stores",
    "reviews": "content",
    "ab_tests": "marketing",
    "subscribers": "marketing",
    "pages": "content",
    "navigation": "content",
    "redirects": "content",
    "blog": "content",
    "seo": "content",
    "analytics": "analytics",
    # What others are told.
    "store_webhooks": "webhooks",
}

ALWAYS_OPEN: Final = frozenset(
    {
        # One's own account, the bill, what one was told.
        "auth",
        "subscriptions",
        "notifications",
        # Orders that shoppers have paid for are served, whatever the merchant owes: shipped, bought
        # at the supplier, taken back, refunded, defended at the bank.
        "orders",
        "returns",
        "fraud",
        "invoices",
        "disputes",
        "purchase_orders",
        "purchase_disputes",
        "order_sourcing",
        # What is theirs they may take along.
        "exports",
    }
)
"""Tags of routers that answer a business whose bill stayed unpaid."""

SCOPES: Final = tuple(every_scope(RESOURCES))

AREAS: Final[Areas] = {
    # What a key's scope is named after is what people's permissions are named after. A tag that is
    # for people alone is in no permission until it is named below: nothing opens by oversight.
    **{tag: area for tag, area in RESOURCES.items() if area is not None},
    # One's own account and what one is told need no permission.
    "auth": None,
    "notifications": None,
    # What no API key reaches people may be given, too.
    "team": "team",
    "api_keys": "api_keys",
    "audit": "audit",
    "subscriptions": "billing",
    "partners": "partners",
    "sales_channels": "channels",
    "channel_sync": "channels",
    "channel_products": "channels",
    # To put a store back as it was changes everything in it.
    "snapshots": "backups",
    # What was mailed names whom: more than a store's settings, which everybody sees.
    "mails": "customers",
}
"""What people's permissions are named after, by the routers' tags (`permissions`)."""
