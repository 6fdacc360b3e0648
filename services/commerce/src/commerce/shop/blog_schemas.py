"""Shapes of the public blog. The replies themselves are built in SQL (reads/sql/085_blog.sql)."""

from commerce.content.blog.schemas import PublicPostBaseOut
from commerce.shop.schemas import ProductCardOut


class PublicPostOut(PublicPostBaseOut):
    """A published post. `related` are three others at most, of the same category or with tags in
    common first; `products` those that its text links to, four at most."""

    products: list[ProductCardOut]
