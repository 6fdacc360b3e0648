"""Composition root of the API, and of workers that work for several services."""

from ecomm_core.product import Product
from template_product.spec import SPEC

PRODUCT = Product(SPEC)

make_kernel = PRODUCT.make_kernel
create = PRODUCT.create
join = PRODUCT.join
TASKS = PRODUCT.tasks
SCHEDULED = PRODUCT.scheduled
