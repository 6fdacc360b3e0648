"""Every table of commerce, imported for its metadata (migrations, catalogue tests)."""

from commerce.cart import models as cart
from commerce.catalog import models as catalog
from commerce.checkout import models as checkout
from commerce.customers import models as customers
from commerce.db import Base
from commerce.fulfilment import models as fulfilment
from commerce.imports import models as imports
from commerce.inventory import models as inventory
from commerce.mail import models as mail
from commerce.orders import models as orders
from commerce.payments import models as payments
from commerce.pricing import models as pricing
from commerce.reads import models as reads
from commerce.stores import models as stores

metadata = Base.metadata

__all__ = [
    "cart",
    "catalog",
    "checkout",
    "customers",
    "fulfilment",
    "imports",
    "inventory",
    "mail",
    "metadata",
    "orders",
    "payments",
    "pricing",
    "reads",
    "stores",
]
