"""What the gateway's processes share on top of the kernel: the control path, and the door."""

from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import Subscriptions
from llm_gateway.admission.service import PART as ADMISSION
from llm_gateway.admission.service import Admission
from llm_gateway.budgets.purses import Purses
from llm_gateway.joint import door
from llm_gateway.keys.authenticate import PART as KEYS
from llm_gateway.keys.authenticate import Keys
from llm_gateway.ledger.writer import Writer
from llm_gateway.limits.shares import Shares
from llm_gateway.prices import service as prices
from llm_gateway.prices.book import PriceBook
from llm_gateway.prices.cost import worst
from llm_gateway.provider_keys.service import PART as PROVIDERS
from llm_gateway.provider_keys.service import Providers
from llm_gateway.routes import service as routes
from llm_gateway.routes.service import PART as ROUTES
from llm_gateway.routes.service import RouteBook
from llm_gateway.settings import GatewaySettings

WRITER = "gateway.writer"
PURSES = "gateway.purses"
PRICES = "gateway.prices"


def subscriptions() -> Subscriptions:
    """The gateway hears no events."""
    return Subscriptions()


def install_parts(kernel: Kernel) -> None:
    """Put the control path into the kernel, for API and workers alike."""
    settings = kernel.settings
    if not isinstance(settings, GatewaySettings):
        raise TypeError("the gateway runs on its own settings")
    database = kernel.database
    kernel.parts[KEYS] = Keys(database)
    kernel.parts[PROVIDERS] = Providers(kernel)
    book = kernel.parts[PRICES] = PriceBook(database)
    named = kernel.parts[ROUTES] = RouteBook(database)
    purses = kernel.parts[PURSES] = Purses(
        database, slice_percent=settings.slice_percent, lease_seconds=settings.lease_seconds
    )
    shares = Shares(database)
    writer = kernel.parts[WRITER] = Writer(database, purses, shares)
    kernel.parts[ADMISSION] = Admission(
        prices=book,
        routes=named,
        purses=purses,
        shares=shares,
        writer=writer,
        worst=worst(settings.worst_input_price, settings.worst_output_price),
    )
    writer.start()
    kernel.closers.append(writer.close)
    # After the writer, so before it at the end: the last calls are written down, too.
    door.install(kernel, book)


async def start_api(kernel: Kernel) -> None:
    """Hook of the API's start: what a new database begins with is put in, once."""
    install_parts(kernel)
    await prices.seed(kernel)
    await routes.seed(kernel)
