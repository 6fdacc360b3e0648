"""The cache manifest of the API: every tag is built here, the storefront has its twin.

A tag names what a cached reply or page was made from; a write drops its tags after the commit.
"""

from uuid import UUID


def store(store_id: UUID) -> str:
    """Name, settings, theme, rates of a store."""
    return f"s:{store_id}:store"


def product(store_id: UUID, product_id: UUID) -> str:
    """One product: its fields, prices and stock."""
    return f"s:{store_id}:product:{product_id}"


def products(store_id: UUID) -> str:
    """Lists of products: grids, filters, sitemap."""
    return f"s:{store_id}:products"


def categories(store_id: UUID) -> str:
    """The category tree."""
    return f"s:{store_id}:categories"


def slug(value: str) -> str:
    """The look-up of a store by its slug, found or not."""
    return f"slug:{value}"
