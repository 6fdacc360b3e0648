"""The kernel of products, on the smallest product there is."""

from ecomm_testing.products import serving
from template_product.service import SERVICE

globals().update(serving(SERVICE))
