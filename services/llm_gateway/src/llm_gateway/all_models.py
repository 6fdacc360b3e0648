"""Every table of the gateway, for foreign keys, migrations and tests."""

from llm_gateway.budgets import models as budgets
from llm_gateway.db import Base
from llm_gateway.deferrals import models as deferrals
from llm_gateway.keys import models as keys
from llm_gateway.ledger import models as ledger
from llm_gateway.limits import models as limits
from llm_gateway.prices import models as prices
from llm_gateway.provider_keys import models as provider_keys
from llm_gateway.routes import models as routes
from llm_gateway.tenants import models as tenants

__all__ = [
    "budgets",
    "deferrals",
    "keys",
    "ledger",
    "limits",
    "metadata",
    "prices",
    "provider_keys",
    "routes",
    "tenants",
]

metadata = Base.metadata
