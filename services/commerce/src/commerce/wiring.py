"""What commerce's processes share on top of the kernel: parts, and who hears of which event."""

from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import Subscriptions

from commerce.stores.contexts import DIRECTORY
from commerce.stores.directory import StoreDirectory


def subscriptions() -> Subscriptions:
    """Event type -> tasks. A task's name is its Celery name; each is idempotent."""
    return Subscriptions()


def install_parts(kernel: Kernel) -> None:
    """Put commerce's shared objects into the kernel, for API and workers alike."""
    directory = StoreDirectory(kernel.database)
    kernel.parts[DIRECTORY] = directory
    kernel.database.signals.subscribe(directory.drop)


async def start_api(kernel: Kernel) -> None:
    """Hook of the API's start."""
    install_parts(kernel)
