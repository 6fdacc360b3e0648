"""The catalogue: the public face of this folder."""

from commerce.catalog.categories.service import (
    create_category,
    delete_category,
    list_categories,
    update_category,
)
from commerce.catalog.collections.service import (
    create_collection,
    delete_collection,
    update_collection,
)
from commerce.catalog.groups import groups_of
from commerce.catalog.html import sanitise
from commerce.catalog.media.pictures import describe as describe_picture
from commerce.catalog.media.service import StoredImage, attach, attach_first, store_image
from commerce.catalog.naming import thumbnails, variant_names
from commerce.catalog.products.create import create_product
from commerce.catalog.products.imported import (
    Imported,
    Picture,
    SkuOwner,
    adopt_handle,
    find_imported,
    free_slug,
    handle_key,
    handle_of,
    known_addresses,
    lock_handle,
    lock_handles,
    pictures_of,
    pictures_of_all,
    sku_owners,
    store_picture,
)
from commerce.catalog.products.purge import purge_product
from commerce.catalog.products.reading import product_out, products_out
from commerce.catalog.products.repricing import NewPrice, set_prices
from commerce.catalog.products.status import archive_product, set_bulk_status
from commerce.catalog.products.table import list_products, tags_in_use
from commerce.catalog.products.together import NewProduct, create_products
from commerce.catalog.products.update import update_product
from commerce.catalog.products.values import same_sku
from commerce.catalog.slugs import derived as derived_slug
from commerce.catalog.stock import StockPort, StockWish, VariantStock

__all__ = [
    "Imported",
    "NewPrice",
    "NewProduct",
    "Picture",
    "SkuOwner",
    "StockPort",
    "StockWish",
    "StoredImage",
    "VariantStock",
    "adopt_handle",
    "archive_product",
    "attach",
    "attach_first",
    "create_category",
    "create_collection",
    "create_product",
    "create_products",
    "delete_category",
    "delete_collection",
    "derived_slug",
    "describe_picture",
    "find_imported",
    "free_slug",
    "groups_of",
    "handle_key",
    "handle_of",
    "known_addresses",
    "list_categories",
    "list_products",
    "lock_handle",
    "lock_handles",
    "pictures_of",
    "pictures_of_all",
    "product_out",
    "products_out",
    "purge_product",
    "same_sku",
    "sanitise",
    "set_bulk_status",
    "set_prices",
    "sku_owners",
    "store_image",
    "store_picture",
    "tags_in_use",
    "thumbnails",
    "update_category",
    "update_collection",
    "update_product",
    "variant_names",
]
