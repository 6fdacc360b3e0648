"""The product under test, and the platform that connects stores to it."""

from ecomm_testing.products import serving
from template_product.service import SERVICE

globals().update(serving(SERVICE))
