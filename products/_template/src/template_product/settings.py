"""Settings of the product on top of the kernel's. `TEMPLATE_PRODUCT_X` stands for `X`."""

from typing import ClassVar

from ecomm_core.product import ProductSettings


class Settings(ProductSettings):
    """Read once at the composition roots."""

    service: ClassVar[str] = "template_product"
