"""What commerce's processes share on top of the kernel: parts, and who hears of which event."""

from commerce.catalog.media import storage, works
from commerce.catalog.stock import PART as STOCK
from commerce.inventory.service import StockKeeper
from commerce.payments import providers
from commerce.reads.sales import currency_in_use
from commerce.stores.contexts import DIRECTORY
from commerce.stores.directory import StoreDirectory
from commerce.stores.service import CURRENCY_IN_USE
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import Subscriptions


def subscriptions() -> Subscriptions:
    """Event type -> tasks. A task's name is its Celery name; each is idempotent."""
    return Subscriptions()


def install_parts(kernel: Kernel) -> None:
    """Put commerce's shared objects into the kernel, for API and workers alike."""
    directory = StoreDirectory(kernel.database)
    kernel.parts[DIRECTORY] = directory
    kernel.database.signals.subscribe(directory.drop)
    kernel.parts[CURRENCY_IN_USE] = currency_in_use
    kernel.parts[storage.PART] = storage.open_storage(kernel.settings)
    kernel.parts[works.PART] = works.PictureWorks()
    kernel.parts[STOCK] = StockKeeper(kernel.outbox)
    providers.install(kernel)


async def start_api(kernel: Kernel) -> None:
    """Hook of the API's start."""
    install_parts(kernel)
