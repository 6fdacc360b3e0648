"""The cache manifest of the API: every tag is built here, the storefront has its twin.

A tag names what a cached reply or page was made from; a write drops its tags after the commit.
"""

from uuid import UUID


def store(store_id: UUID) -> str:
    """Name, settings, theme, rates of a store."""
    return f"s:{store_id}:store"


def product(store_id: UUID, product_id: UUID | str) -> str:
    """One product: its fields, prices and stock. An id as the database writes it needs no UUID."""
    return f"s:{store_id}:product:{product_id}"


def products(store_id: UUID) -> str:
    """Lists of products: grids, filters, sitemap."""
    return f"s:{store_id}:products"


def categories(store_id: UUID) -> str:
    """The category tree."""
    return f"s:{store_id}:categories"


def pages(store_id: UUID) -> str:
    """Pages of a store and redirects between paths."""
    return f"s:{store_id}:pages"


def tree(store_id: UUID) -> str:
    """Names, addresses and places of categories, which product pages show as their path."""
    return f"s:{store_id}:tree"


def collections(store_id: UUID) -> str:
    """Collections: what they say of themselves, and which products are in them."""
    return f"s:{store_id}:collections"


def search(store_id: UUID) -> str:
    """What the search index finds: it follows the products, a moment later."""
    return f"s:{store_id}:search"


def upsells(store_id: UUID) -> str:
    """Volume prices, bundles and cross-sells: what is offered with a product."""
    return f"s:{store_id}:upsells"


def slug(value: str) -> str:
    """The look-up of a store by its slug, found or not."""
    return f"slug:{value}"


def blog(store_id: UUID) -> str:
    """Posts of a store's blog and their categories."""
    return f"s:{store_id}:blog"


def ab_tests(store_id: UUID) -> str:
    """Which A/B tests run: a product's page has another number of faces while one does."""
    return f"s:{store_id}:ab-tests"
