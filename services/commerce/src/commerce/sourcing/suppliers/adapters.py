"""Which kinds of suppliers this process knows."""

from collections.abc import Iterable
from typing import Final

from commerce.sourcing.suppliers.errors import AdapterUnknown
from ecomm_connectors.suppliers.port import Adapter
from ecomm_core.kernel import Kernel

PART: Final = "supplier_adapters"


class Adapters:
    """The adapters of one process, by name."""

    def __init__(self, adapters: Iterable[Adapter] = ()) -> None:
        self._by_name = {adapter.name: adapter for adapter in adapters}

    def put(self, adapter: Adapter) -> None:
        """Let an adapter serve its name from now on."""
        self._by_name[adapter.name] = adapter

    def drop(self, name: str) -> None:
        """Know a kind no longer."""
        self._by_name.pop(name, None)

    def named(self, name: str) -> Adapter:
        """The adapter of a row or route. Raises AdapterUnknown (404)."""
        found = self._by_name.get(name)
        if found is None:
            raise AdapterUnknown
        return found

    def all(self) -> list[Adapter]:
        """Every kind that can be connected, in the order they were made known."""
        return list(self._by_name.values())


def adapters_of(kernel: Kernel) -> Adapters:
    """The adapters of this process (put there by the wiring)."""
    found = kernel.parts[PART]
    if not isinstance(found, Adapters):
        raise TypeError("wiring puts the supplier adapters into kernel.parts")
    return found


def install(kernel: Kernel, adapters: Iterable[Adapter]) -> None:
    """Make the adapters known to this process."""
    kernel.parts[PART] = Adapters(adapters)
