"""Every router of the API. Routes are tried in this order, so the most asked comes first."""

from commerce.cart.endpoints import routes as carts
from commerce.catalog.categories.endpoints import routes as categories
from commerce.catalog.media.endpoints import routes as media
from commerce.catalog.products.endpoints import routes as products
from commerce.checkout.endpoints import routes as shipping
from commerce.checkout.endpoints import shop_routes as cart_shipping
from commerce.customers.endpoints import routes as customers
from commerce.flows.checkout_endpoints import checkout
from commerce.flows.endpoints import stores as create_store
from commerce.flows.order_endpoints import orders as order_actions
from commerce.identity.endpoints import routes as identity
from commerce.imports.endpoints import routes as imports
from commerce.inventory.endpoints import routes as inventory
from commerce.orders.endpoints import public_routes as order_status
from commerce.orders.endpoints import routes as orders
from commerce.payments.endpoints import routes as webhooks
from commerce.pricing.endpoints import routes as taxes
from commerce.reads.endpoints import routes as shop
from commerce.reads.overview_endpoints import routes as analytics
from commerce.stores.endpoints import routes as stores

ROUTERS = [
    shop,
    identity,
    create_store,
    stores,
    taxes,
    products,
    imports,
    media,
    categories,
    inventory,
    customers,
    analytics,
    shipping,
    carts,
    cart_shipping,
    checkout,
    orders,
    order_actions,
    order_status,
    webhooks,
]
