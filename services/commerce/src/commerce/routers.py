"""Every router of the API, in the order of the documentation."""

from commerce.customers.endpoints import routes as customers
from commerce.flows.endpoints import stores as create_store
from commerce.identity.endpoints import routes as identity
from commerce.pricing.endpoints import routes as taxes
from commerce.reads.endpoints import routes as shop
from commerce.stores.endpoints import routes as stores

ROUTERS = [
    identity,
    create_store,
    stores,
    taxes,
    customers,
    shop,
]
