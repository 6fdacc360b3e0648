"""Fakes of sales channels: real HTTP servers in the documented shapes, each with a shop of 500
products and 200 orders, and bad days to order (see `vendors.serving`)."""

from ecomm_testing.fakes.channels.shopify import FakeShopify
from ecomm_testing.fakes.channels.woocommerce import FakeWooCommerce
from ecomm_testing.fakes.channels.world import World, build
from ecomm_testing.fakes.vendors.serving import serving

__all__ = ["FakeShopify", "FakeWooCommerce", "World", "build", "serving"]
