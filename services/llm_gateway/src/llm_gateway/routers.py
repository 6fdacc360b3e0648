"""Every router of the gateway's own API."""

from typing import Final

from llm_gateway.budgets import endpoints as budgets
from llm_gateway.deferrals import endpoints as deferrals
from llm_gateway.keys import endpoints as keys
from llm_gateway.ledger import endpoints as ledger
from llm_gateway.prices import endpoints as prices
from llm_gateway.provider_keys import endpoints as provider_keys
from llm_gateway.routes import endpoints as routes
from llm_gateway.tenants import endpoints as tenants

ROUTERS: Final = [
    tenants.routes,
    keys.routes,
    budgets.routes,
    budgets.own,
    ledger.every,
    ledger.routes,
    ledger.own,
    prices.routes,
    provider_keys.routes,
    routes.routes,
    deferrals.routes,
]
