"""Tests of products: `globals().update(serving(SERVICE))` in a product's conftest gives its
fixtures, and the platform that connects stores to it."""

from ecomm_testing.products.desk import Desk, Shop
from ecomm_testing.products.serving import serving

__all__ = ["Desk", "Shop", "serving"]
