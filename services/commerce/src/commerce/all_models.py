"""Every table of commerce, imported for its metadata (migrations, catalogue tests)."""

from commerce.analytics import models as analytics
from commerce.billing import models as billing
from commerce.cart import models as cart
from commerce.catalog import models as catalog
from commerce.catalog.bulk import models as bulk
from commerce.channels import models as channels
from commerce.channels.publishing import models as channel_publishing
from commerce.channels.sync import models as channel_sync
from commerce.checkout import models as checkout
from commerce.content.audits import models as audits
from commerce.content.blog import models as blog
from commerce.customers import models as customers
from commerce.customers.subscribing import models as subscribing
from commerce.db import Base
from commerce.exports import models as exports
from commerce.fraud import models as fraud
from commerce.fulfilment import models as fulfilment
from commerce.identity import models as identity
from commerce.imports import models as imports
from commerce.inventory import models as inventory
from commerce.mail import models as mail
from commerce.marketing.ab_tests import models as ab_tests
from commerce.marketing.subscribers import models as subscribers
from commerce.notifications import models as notifications
from commerce.orders import models as orders
from commerce.orders import papers
from commerce.orders.drafts import models as drafts
from commerce.orders.past import models as past_orders
from commerce.partners import models as partners
from commerce.payments import ledger
from commerce.payments import models as payments
from commerce.payments.disputes import models as disputes
from commerce.payments.payouts import models as payouts
from commerce.payments.reconciliation import models as reconciliation
from commerce.pricing import models as pricing
from commerce.privacy import models as privacy
from commerce.privacy.people import models as own_data
from commerce.promotions import models as promotions
from commerce.promotions import upsell_models as upsells
from commerce.returns import models as returns
from commerce.reviews import models as reviews
from commerce.search import models as search
from commerce.site import models as site
from commerce.snapshots import models as snapshots
from commerce.sourcing.goods import models as supplier_goods
from commerce.sourcing.imports import models as goods_imports
from commerce.sourcing.mappings import models as mappings
from commerce.sourcing.price_rules import models as price_rules
from commerce.sourcing.purchasing import models as purchasing
from commerce.sourcing.research import models as research
from commerce.sourcing.suppliers import models as suppliers
from commerce.stores import models as stores
from commerce.stores.domains import models as domains
from commerce.translations import models as translations

metadata = Base.metadata

__all__ = [
    "ab_tests",
    "analytics",
    "audits",
    "billing",
    "blog",
    "bulk",
    "cart",
    "catalog",
    "channel_publishing",
    "channel_sync",
    "channels",
    "checkout",
    "customers",
    "disputes",
    "domains",
    "drafts",
    "exports",
    "fraud",
    "fulfilment",
    "goods_imports",
    "identity",
    "imports",
    "inventory",
    "ledger",
    "mail",
    "mappings",
    "metadata",
    "notifications",
    "orders",
    "own_data",
    "papers",
    "partners",
    "past_orders",
    "payments",
    "payouts",
    "price_rules",
    "pricing",
    "privacy",
    "promotions",
    "purchasing",
    "reconciliation",
    "research",
    "returns",
    "reviews",
    "search",
    "site",
    "snapshots",
    "stores",
    "subscribers",
    "subscribing",
    "supplier_goods",
    "suppliers",
    "translations",
    "upsells",
]
