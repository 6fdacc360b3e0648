"""The simulated supplier inside the API's process: local mode's outsider, with books of its own.

It is mounted at `/simulated-supplier` and asked over HTTP like any other supplier; it shares no
transaction, no table and no object with us.
"""

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from commerce.settings import CommerceSettings
from ecomm_connectors.suppliers.simulated.server import SimulatedSupplier
from ecomm_core import clock
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel
from ecomm_core.settings import CoreSettings

PART: Final = "simulated_supplier"


def origins_of(settings: CoreSettings) -> set[str]:
    """The origin the simulated supplier is asked at, for the internal client; none where there is
    no simulated supplier."""
    url = _commerce(settings).supplier_addresses.simulated
    if url is None:
        return set()
    parts = urlsplit(url)
    return {f"{parts.scheme}://{parts.netloc}"}


def pages(kernel: Kernel) -> ASGIApp | None:
    """Its HTTP, to mount; None where it does not exist. Made once per process."""
    folder = _commerce(kernel.settings).simulated_supplier_dir
    if folder is None:
        return None

    async def send(url: str, body: bytes, headers: Mapping[str, str]) -> int:
        client = kernel.parts["internal_http"]
        if not isinstance(client, InternalClient):
            raise TypeError("wiring puts the internal client into kernel.parts")
        return (await client.request("POST", url, content=body, headers=headers)).status

    made = kernel.parts[PART] = SimulatedSupplier(
        folder / "books.sqlite3", clock=clock.timestamp, send=send, pictures=folder / "pictures"
    )
    return made.app


def start(kernel: Kernel) -> None:
    """Let it send its webhooks until the process closes."""
    supplier = kernel.parts.get(PART)
    if not isinstance(supplier, SimulatedSupplier):
        return
    telling = asyncio.get_running_loop().create_task(supplier.keep_telling())

    async def stop() -> None:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)

    kernel.closers.append(stop)


def _commerce(settings: CoreSettings) -> CommerceSettings:
    if not isinstance(settings, CommerceSettings):
        raise TypeError("commerce runs on CommerceSettings")
    return settings
