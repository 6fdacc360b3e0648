"""The simulated supplier on a real loopback port, in a thread of the test's process.

with SimulatedSupplierServer(tmp_path / "supplier.sqlite3") as server:
    shop = await server.open_account()          # credentials and panel of a fresh account
    account = server.adapter(http).connect(shop.credentials)
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2
import uvicorn

from ecomm_connectors.suppliers.port import Credentials
from ecomm_connectors.suppliers.simulated.server import SimulatedSupplier
from ecomm_core import clock as kernel_clock
from ecomm_testing.listening import listening

_START_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class SupplierPanel:
    """One account at the simulated supplier, and what may be done to its world."""

    url: str
    key: str
    webhook_secret: str

    @property
    def credentials(self) -> Credentials:
        """What an adapter connects with."""
        return Credentials({"api_key": self.key, "webhook_secret": self.webhook_secret})

    async def fault(self, kind: str, op: str = "*", *, times: int = 1, seconds: float = 30) -> None:
        """Order bad days; kinds and ops stand in `simulated.server.faults`."""
        asked = {"kind": kind, "op": op, "times": times, "seconds": seconds}
        await self.ask("POST", "/v1/panel/faults", asked)

    async def override(self, target: str, **changes: Any) -> None:
        """gone, price (cents), stock of a product or sku; None takes one back."""
        await self.ask("PUT", "/v1/panel/override", {"target": target, **changes})

    async def settings(self, **changes: Any) -> None:
        """balance (cents), drift, noise, split, dedupe_hours."""
        await self.ask("PUT", "/v1/panel/account", changes)

    async def advance(self, supplier_ref: str, act: str) -> None:
        """label, shipped, delivered; stall, reject, split."""
        await self.ask("POST", f"/v1/panel/orders/{supplier_ref}", {"act": act})

    async def decide(self, dispute_ref: str, *, accepted: bool, refund: int | None = None) -> None:
        """Decide a dispute; refund in cents."""
        asked = {"accepted": accepted, "refund": refund}
        await self.ask("POST", f"/v1/panel/disputes/{dispute_ref}", asked)

    async def deliver(self) -> int:
        """Send the webhooks that are due; how many were taken."""
        return int((await self.ask("POST", "/v1/panel/deliver", {}))["sent"])

    async def references(self) -> dict[str, int]:
        """Our references -> how many orders bear each. More than one: bought twice."""
        found: dict[str, int] = (await self.ask("GET", "/v1/panel"))["references"]
        return found

    async def balance(self) -> int:
        """Cents that are left."""
        return int((await self.ask("GET", "/v1/panel"))["balance"].replace(".", ""))

    async def ask(self, method: str, path: str, payload: Any = None) -> Any:
        """Any call of the supplier's with this account's key; its data. Fails the test else."""
        headers = {"Authorization": f"Bearer {self.key}"}
        async with httpx2.AsyncClient(base_url=self.url, trust_env=False) as client:
            reply = await client.request(method, path, json=payload, headers=headers)
        told = reply.json()
        assert told["ok"], told
        return told["data"]


class SimulatedSupplierServer:
    """Context manager: `.url` while it runs. Follows the kernel's clock unless told otherwise."""

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = kernel_clock.timestamp, port: int = 0
    ) -> None:
        self._socket = listening(port)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.supplier = SimulatedSupplier(
            path, clock=clock, send=_post, pictures=path.parent / "supplier-pictures"
        )
        config = uvicorn.Config(
            self.supplier.app,
            lifespan="off",
            ws="none",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
        self._started = threading.Event()
        self._server = _AnnouncingServer(config, self._started)
        self._thread = threading.Thread(target=self._run, name="simulated-supplier", daemon=True)

    async def open_account(self, **settings: Any) -> SupplierPanel:
        """A fresh account in a still world (no drift, no webhook twice or late, no split parcels)
        unless `settings` say otherwise."""
        async with httpx2.AsyncClient(base_url=self.url, trust_env=False) as client:
            reply = await client.post("/v1/accounts", json={})
        opened = reply.json()["data"]
        panel = SupplierPanel(self.url, opened["api_key"], opened["webhook_secret"])
        still = {"drift": False, "noise": False, "split": "never"}
        await panel.settings(**{**still, **settings})
        return panel

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(_START_TIMEOUT):
            raise TimeoutError("the simulated supplier did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_START_TIMEOUT)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


class _AnnouncingServer(uvicorn.Server):
    """Sets an event once it answers."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._announce = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._announce.set()


async def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    async with httpx2.AsyncClient(trust_env=False, timeout=5) as client:
        return (await client.post(url, content=body, headers=dict(headers))).status_code
