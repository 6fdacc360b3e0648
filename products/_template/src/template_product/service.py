"""What the product tells those that run or test it."""

from ecomm_core.service import product_service

SERVICE = product_service("template_product", 8290, __file__)
