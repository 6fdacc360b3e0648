"""The product's declarative base: its own tables beside a copy of the kernel's."""

from sqlalchemy import MetaData

from ecomm_core.db import models
from ecomm_core.db.models import NAMING
from ecomm_core.product.tables import product_tables


class Base(models.Base):
    """Base of the product's tables."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)


product_tables(Base.metadata)
