"""WooCommerce through its REST API v3, with a key that the merchant made for us.
https://woocommerce.github.io/woocommerce-rest-api-docs/"""

from ecomm_connectors.channels.woocommerce.adapter import WooCommerceAdapter

__all__ = ["WooCommerceAdapter"]
