"""What commerce's processes share on top of the kernel: parts, and who hears of which event."""

from commerce.billing import providers as billing
from commerce.catalog import events as catalog
from commerce.catalog.collections import tasks as collections
from commerce.catalog.collections.filling import REFRESH
from commerce.catalog.media import storage, works
from commerce.catalog.stock import PART as STOCK
from commerce.channels import connecting as sales_channels
from commerce.channels.sync import tasks as channel_sync
from commerce.checkout.events import ShippingChanged
from commerce.content.blog import events as blog
from commerce.customers import links as customer_links
from commerce.customers.events import CustomerDeleted
from commerce.flows import (
    hear_order,
    hear_supplier,
    judge_order,
    remind_carts,
)
from commerce.identity import mails as account_mails
from commerce.identity.keys import RULES as KEY_RULES
from commerce.inventory import events as inventory
from commerce.inventory.service import StockKeeper
from commerce.letters import tasks as letters
from commerce.mail import sending as mail
from commerce.marketing.ab_tests.events import AbTestsChanged
from commerce.marketing.subscribers import asking as subscribers
from commerce.marketing.subscribers import tasks as subscriber_tasks
from commerce.notifications import mails as notification_mails
from commerce.notifications import tasks as notification_tasks
from commerce.orders.service import (
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderRefunded,
    OrderShipped,
)
from commerce.partners import tasks as partner_tasks
from commerce.payments import providers
from commerce.pricing import tasks as pricing_tasks
from commerce.pricing.events import PricesShown
from commerce.promotions.bundles import tasks as bundle_tasks
from commerce.promotions.events import UpsellsChanged
from commerce.reads.sales import currency_in_use
from commerce.returns import tasks as return_tasks
from commerce.reviews import events as reviews
from commerce.search import tasks as search_tasks
from commerce.site import events as site
from commerce.sourcing import simulated
from commerce.sourcing.monitor import tasks as monitor
from commerce.sourcing.suppliers import adapters as supplier_adapters
from commerce.sourcing.suppliers.events import SupplierGoodsHinted, SupplierOrderHinted
from commerce.sourcing.vendors import vendors
from commerce.storefront import service as storefront
from commerce.storefront import tasks as storefront_tasks
from commerce.stores import events as stores
from commerce.stores.contexts import DIRECTORY
from commerce.stores.directory import StoreDirectory
from commerce.stores.domains import looking as domain_looks
from commerce.stores.domains.events import DomainChanged
from commerce.stores.service import CURRENCY_IN_USE
from commerce.translations import events as translations
from commerce.webhooks import engine as webhooks
from commerce.webhooks import tasks as webhook_tasks
from ecomm_core.http import InternalClient
from ecomm_core.identity import keys
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import EventData, Subscriber, Subscriptions

SHOWN_IN_SHOPS: tuple[type[EventData], ...] = (
    catalog.ProductCreated,
    catalog.ProductUpdated,
    catalog.ProductDeleted,
    catalog.ProductBulkChanged,
    catalog.PriceChanged,
    catalog.CategoriesChanged,
    catalog.CollectionsChanged,
    inventory.InventoryChanged,
    inventory.InventoryBulkChanged,
    stores.StoreCreated,
    stores.StoreUpdated,
    stores.StoreDeleted,
    DomainChanged,
    site.PageChanged,
    site.NavigationChanged,
    site.RedirectsChanged,
    ShippingChanged,
    PricesShown,
    UpsellsChanged,
    translations.LocalesChanged,
    translations.TranslationsChanged,
    reviews.ReviewsChanged,
    AbTestsChanged,
    blog.PostChanged,
    blog.BlogCategoriesChanged,
)
"""Events whose `tags` name pages of a storefront. An order that changes what a page says about
stock does so through `inventory.changed`."""


def subscriptions() -> Subscriptions:
    """Event type -> tasks. A task's name is its Celery name; each is idempotent."""
    found = Subscriptions()
    for event in SHOWN_IN_SHOPS:
        found.add(event, Subscriber(storefront_tasks.TASK, storefront_tasks.QUEUE))
    for heard in pricing_tasks.HEARS:
        found.add(heard, Subscriber(pricing_tasks.HISTORY, "bulk"))
    found.add(OrderCreated, Subscriber(letters.CONFIRMATION, "critical"))
    found.add(OrderShipped, Subscriber(letters.SHIPPING))
    found.add(OrderDelivered, Subscriber(letters.DELIVERY))
    found.add(OrderCancelled, Subscriber(letters.REFUND))
    for event in (
        *collections.HEARD,
        inventory.InventoryChanged,
        inventory.InventoryBulkChanged,
    ):
        found.add(event, Subscriber(REFRESH))
    for event in search_tasks.OF_PRODUCTS:
        found.add(event, Subscriber(search_tasks.INDEX, search_tasks.QUEUE))
    found.add(
        translations.TranslationsChanged, Subscriber(search_tasks.TRANSLATED, search_tasks.BULK)
    )
    found.add(translations.LocalesChanged, Subscriber(search_tasks.REBUILD, search_tasks.BULK))
    found.add(search_tasks.OF_CATEGORIES, Subscriber(search_tasks.CATEGORY, search_tasks.BULK))
    for event in bundle_tasks.HEARD:
        found.add(event, Subscriber(bundle_tasks.FOLLOW))
    # A new order is heard by `commerce.notifications.orders`, which does the same and tells people.
    for sale in (OrderCancelled, OrderRefunded):
        found.add(sale, Subscriber(hear_order.TASK, "critical"))
    # Beside the order's mail in one message, too: who waits for the verdict waits for moments.
    found.add(OrderCreated, Subscriber(judge_order.TASK, "critical"))
    found.add(SupplierOrderHinted, Subscriber(hear_supplier.TASK))
    found.add(CustomerDeleted, Subscriber(return_tasks.FORGET, "bulk"))
    found.add(stores.StoreDeleted, Subscriber(subscriber_tasks.GONE, "bulk"))
    for event, subscriber in webhook_tasks.heard():
        found.add(event, subscriber)
    found.add(SupplierGoodsHinted, Subscriber(monitor.HEAR))
    for stocked in channel_sync.HEARS:
        found.add(stocked, Subscriber(channel_sync.HEAR))
    for event, subscriber in notification_tasks.heard():
        found.add(event, subscriber)
    for event, subscriber in partner_tasks.heard():
        found.add(event, subscriber)
    return found


def install_parts(kernel: Kernel) -> None:
    """Put commerce's shared objects into the kernel, for API and workers alike."""
    directory = StoreDirectory(kernel.database)
    kernel.parts[DIRECTORY] = directory
    kernel.database.signals.subscribe(directory.drop)
    kernel.parts[CURRENCY_IN_USE] = currency_in_use
    kernel.parts[storage.PART] = storage.open_storage(kernel.settings)
    kernel.parts[works.PART] = works.PictureWorks()
    kernel.parts[STOCK] = StockKeeper(kernel.outbox)
    settings = kernel.settings
    origins = {settings.api_url.rstrip("/"), *storefront.origins_of(settings)}
    origins |= simulated.origins_of(settings)
    client = kernel.parts["internal_http"] = InternalClient(origins)
    kernel.closers.append(client.aclose)
    providers.install(kernel, client)
    billing.install(kernel, client)
    supplier_adapters.install(kernel, vendors(kernel, client))
    sales_channels.install(kernel)
    storefront.install(kernel, client)
    mail.install(kernel)
    customer_links.install(kernel)
    remind_carts.install(kernel)
    subscribers.install(kernel)
    domain_looks.install(kernel)
    account_mails.install(kernel)
    kernel.parts[keys.PART] = KEY_RULES
    webhooks.install(kernel)
    notification_mails.install(kernel)


async def start_api(kernel: Kernel) -> None:
    """Hook of the API's start."""
    install_parts(kernel)
    simulated.start(kernel)
