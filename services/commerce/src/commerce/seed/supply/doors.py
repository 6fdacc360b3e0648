"""How the demo talks to the simulated supplier: over its HTTP, inside this process where it is
mounted here, else at the address that settings name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from commerce.settings import CommerceSettings
from commerce.sourcing.simulated import PART
from ecomm_connectors.suppliers.orders import DisputeState, SupplierOrderState
from ecomm_connectors.suppliers.port import Credentials, HttpClient
from ecomm_connectors.suppliers.simulated import SimulatedAdapter, reading
from ecomm_connectors.suppliers.simulated.calling import Caller
from ecomm_connectors.suppliers.simulated.server import SimulatedSupplier
from ecomm_connectors.suppliers.simulated.supplier import SimulatedAccount
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel

AT_ONCE: Final = 150
"""Orders of the past told in one call: a body of a megabyte is refused."""

FAILING: Final = 500
"""Look-ups that go unanswered where an order is shown that nobody knows of: weeks of hours."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer, as adapters want it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class _Inside:
    """The supplier of this process, asked without a socket."""

    def __init__(self, supplier: SimulatedSupplier, base_url: str) -> None:
        self._base_url = base_url
        self._client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=supplier.app), base_url="http://supplier.inside"
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 0,
    ) -> _Reply:
        """See `port.HttpClient`."""
        del max_bytes
        reply = await self._client.request(
            method, url.removeprefix(self._base_url), content=content, headers=dict(headers or {})
        )
        return _Reply(reply.status_code, reply.headers, reply.content)


@dataclass(frozen=True, slots=True)
class Door:
    """One account: what any merchant may ask of it, and its panel."""

    base_url: str
    http: HttpClient
    credentials: Credentials

    @property
    def supplier(self) -> SimulatedAccount:
        """The account as purchases see it."""
        return SimulatedAdapter(self.base_url, self.http).connect(self.credentials)

    async def remember(self, orders: Sequence[Mapping[str, Any]]) -> dict[str, SupplierOrderState]:
        """Tell it what was bought in the past; reference -> what it says of the order now."""
        found: dict[str, SupplierOrderState] = {}
        for start in range(0, len(orders), AT_ONCE):
            told = await self._panel("past", {"orders": list(orders[start : start + AT_ONCE])})
            states = [reading.order(one, self.base_url) for one in told["orders"]]
            found |= {state.reference: state for state in states}
        return found

    async def complain(
        self, disputes: Sequence[Mapping[str, Any]]
    ) -> dict[str, tuple[DisputeState, SupplierOrderState]]:
        """Tell it what was complained of; reference -> what it says, of the order too."""
        told = await self._panel("past", {"disputes": list(disputes)})
        states = [reading.dispute(one) for one in told["disputes"]]
        return {
            state.reference: (state, await self.supplier.fetch_order(state.supplier_ref))
            for state in states
        }

    async def stay_silent(self) -> None:
        """Let look-ups by reference go unanswered for a long time."""
        asked = {"kind": "unavailable", "op": "find", "times": FAILING}
        await self._panel("faults", asked)

    async def panel_now(self) -> Mapping[str, Any]:
        """What its panel shows: faults to come, and how many orders bear each reference."""
        key = self.credentials.values["api_key"]
        return await Caller(self.http, self.base_url, key).call("GET", "/v1/panel")

    async def _panel(self, name: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        key = self.credentials.values["api_key"]
        caller = Caller(self.http, self.base_url, key)
        return await caller.call("POST", f"/v1/panel/{name}", asked)


def reached(kernel: Kernel) -> tuple[str, HttpClient] | None:
    """The simulated supplier's address and a client for it; None where there is none."""
    settings = kernel.settings
    if not isinstance(settings, CommerceSettings):
        raise TypeError("commerce runs on CommerceSettings")
    url = settings.supplier_addresses.simulated
    if url is None:
        return None
    inside = kernel.parts.get(PART)
    if isinstance(inside, SimulatedSupplier):
        return url.rstrip("/"), _Inside(inside, url.rstrip("/"))
    client = kernel.parts["internal_http"]
    if not isinstance(client, InternalClient):
        raise TypeError("wiring puts the internal client into kernel.parts")
    return url.rstrip("/"), client


async def open_door(kernel: Kernel, name: str) -> Door | None:
    """A fresh account there; None where there is no simulated supplier."""
    found = reached(kernel)
    if found is None:
        return None
    credentials = await SimulatedAdapter(*found).open({"name": name})
    return Door(*found, credentials)
