"""The catalogue: the public face of this folder."""

from commerce.catalog.categories.service import (
    create_category,
    delete_category,
    list_categories,
    update_category,
)
from commerce.catalog.html import sanitise
from commerce.catalog.media.pictures import describe as describe_picture
from commerce.catalog.media.service import StoredImage, attach, store_image
from commerce.catalog.naming import thumbnails, variant_names
from commerce.catalog.products.create import create_product
from commerce.catalog.products.imported import (
    SkuOwner,
    adopt_handle,
    find_imported,
    free_slug,
    handle_key,
    lock_handle,
    pictures_of,
    sku_owners,
    store_picture,
)
from commerce.catalog.products.reading import product_out
from commerce.catalog.products.status import archive_product, set_bulk_status
from commerce.catalog.products.table import list_products, tags_in_use
from commerce.catalog.products.update import update_product
from commerce.catalog.stock import StockPort, StockWish, VariantStock

__all__ = [
    "SkuOwner",
    "StockPort",
    "StockWish",
    "StoredImage",
    "VariantStock",
    "adopt_handle",
    "archive_product",
    "attach",
    "create_category",
    "create_product",
    "delete_category",
    "describe_picture",
    "find_imported",
    "free_slug",
    "handle_key",
    "list_categories",
    "list_products",
    "lock_handle",
    "pictures_of",
    "product_out",
    "sanitise",
    "set_bulk_status",
    "sku_owners",
    "store_image",
    "store_picture",
    "tags_in_use",
    "thumbnails",
    "update_category",
    "update_product",
    "variant_names",
]
