"""What a key of the platform's public API may be for: `products:write` is a resource and a verb.

The platform names its scopes after these; a test holds the two together.
"""

from typing import Final

RESOURCES: Final = frozenset(
    {
        "analytics",
        "content",
        "customers",
        "inventory",
        "marketing",
        "orders",
        "pricing",
        "products",
        "promotions",
        "sourcing",
        "stores",
        "webhooks",
    }
)
