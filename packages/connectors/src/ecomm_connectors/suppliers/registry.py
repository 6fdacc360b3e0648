"""Which suppliers there are: a closed list, made once per process from settings."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ecomm_connectors.suppliers.aliexpress import AliExpressAdapter
from ecomm_connectors.suppliers.aliexpress.adapter import BASE_URL as ALIEXPRESS
from ecomm_connectors.suppliers.cj import CjAdapter
from ecomm_connectors.suppliers.cj.adapter import BASE_URL as CJ
from ecomm_connectors.suppliers.feed import FeedAdapter
from ecomm_connectors.suppliers.port import Adapter, HttpClient
from ecomm_connectors.suppliers.simulated import SimulatedAdapter


class SupplierUnknown(LookupError):
    """No supplier of this name exists here (the simulated one does not outside local mode)."""


@dataclass(frozen=True, slots=True)
class SupplierAddresses:
    """Where suppliers are. simulated: None where it does not exist, as in production."""

    simulated: str | None = None
    aliexpress: str = ALIEXPRESS
    cj: str = CJ


class Suppliers:
    """The suppliers of one process. http: the guarded client, for those on the Internet; internal:
    the client for our own origins, which reaches the simulated supplier; clock: unix seconds."""

    def __init__(
        self,
        *,
        http: HttpClient,
        internal: HttpClient,
        addresses: SupplierAddresses,
        clock: Callable[[], float] = time.time,
    ) -> None:
        made: list[Adapter] = []
        if addresses.simulated is not None:
            made.append(SimulatedAdapter(addresses.simulated, internal))
        made.append(AliExpressAdapter(http, base_url=addresses.aliexpress, clock=clock))
        made.append(CjAdapter(http, base_url=addresses.cj, clock=clock))
        made.append(FeedAdapter(http))
        self._by_name = {adapter.name: adapter for adapter in made}

    def get_supplier(self, name: str) -> Adapter:
        """The adapter of this name. Raises SupplierUnknown."""
        found = self._by_name.get(name)
        if found is None:
            raise SupplierUnknown(name[:60])
        return found

    def suppliers(self) -> tuple[Adapter, ...]:
        """All of them, in the order in which people are shown them."""
        return tuple(self._by_name.values())

    def of_product(self, url: str) -> tuple[Adapter, str] | None:
        """The supplier whose product an address is, and the product's id there."""
        for adapter in self._by_name.values():
            external_id = adapter.product_of(url)
            if external_id is not None:
                return adapter, external_id
        return None
