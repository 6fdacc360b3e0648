"""What commerce's processes share on top of the kernel: parts, and who hears of which event."""

from commerce.catalog import events as catalog
from commerce.catalog.media import storage, works
from commerce.catalog.stock import PART as STOCK
from commerce.checkout.events import ShippingChanged
from commerce.inventory import events as inventory
from commerce.inventory.service import StockKeeper
from commerce.mail import sending as mail
from commerce.mail import tasks as mail_tasks
from commerce.orders.service import OrderCancelled, OrderCreated, OrderShipped
from commerce.payments import providers
from commerce.reads.sales import currency_in_use
from commerce.storefront import service as storefront
from commerce.storefront import tasks as storefront_tasks
from commerce.stores import events as stores
from commerce.stores.contexts import DIRECTORY
from commerce.stores.directory import StoreDirectory
from commerce.stores.service import CURRENCY_IN_USE
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import EventData, Subscriber, Subscriptions

SHOWN_IN_SHOPS: tuple[type[EventData], ...] = (
    catalog.ProductCreated,
    catalog.ProductUpdated,
    catalog.ProductDeleted,
    catalog.ProductBulkChanged,
    catalog.PriceChanged,
    catalog.CategoriesChanged,
    inventory.InventoryChanged,
    inventory.InventoryBulkChanged,
    stores.StoreCreated,
    stores.StoreUpdated,
    stores.StoreDeleted,
    ShippingChanged,
)
"""Events whose `tags` name pages of a storefront. An order that changes what a page says about
stock does so through `inventory.changed`."""


def subscriptions() -> Subscriptions:
    """Event type -> tasks. A task's name is its Celery name; each is idempotent."""
    found = Subscriptions()
    for event in SHOWN_IN_SHOPS:
        found.add(event, Subscriber(storefront_tasks.TASK, storefront_tasks.QUEUE))
    found.add(OrderCreated, Subscriber(mail_tasks.CONFIRMATION, "critical"))
    found.add(OrderShipped, Subscriber(mail_tasks.SHIPPING))
    found.add(OrderCancelled, Subscriber(mail_tasks.REFUND))
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
    client = kernel.parts["internal_http"] = InternalClient(origins)
    providers.install(kernel, client)
    storefront.install(kernel, client)
    mail.install(kernel)


async def start_api(kernel: Kernel) -> None:
    """Hook of the API's start."""
    install_parts(kernel)
