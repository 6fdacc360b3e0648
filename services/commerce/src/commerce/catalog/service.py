"""The catalogue: the public face of this folder."""

from commerce.catalog.categories.service import (
    create_category,
    delete_category,
    list_categories,
    update_category,
)
from commerce.catalog.html import sanitise
from commerce.catalog.media.service import StoredImage, attach, store_image
from commerce.catalog.naming import thumbnails, variant_names
from commerce.catalog.products.create import create_product
from commerce.catalog.products.reading import product_out
from commerce.catalog.products.status import archive_product, set_bulk_status
from commerce.catalog.products.table import list_products, tags_in_use
from commerce.catalog.products.update import update_product
from commerce.catalog.stock import StockPort, StockWish, VariantStock

__all__ = [
    "StockPort",
    "StockWish",
    "StoredImage",
    "VariantStock",
    "archive_product",
    "attach",
    "create_category",
    "create_product",
    "delete_category",
    "list_categories",
    "list_products",
    "product_out",
    "sanitise",
    "set_bulk_status",
    "store_image",
    "tags_in_use",
    "thumbnails",
    "update_category",
    "update_product",
    "variant_names",
]
