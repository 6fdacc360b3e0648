"""The simulated supplier is killed while it sells: its books stay whole, what it said stays so."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ecomm_connectors.suppliers.errors import SupplierUnavailable
from ecomm_connectors.suppliers.orders import SupplierOrderStatus
from ecomm_connectors.suppliers.port import Supplier
from ecomm_connectors.suppliers.simulated import SimulatedAdapter
from ecomm_connectors.suppliers.simulated.server import hints
from ecomm_core.http import InternalClient
from ecomm_testing.fakes.supplier import SimulatedSupplierServer, SupplierPanel
from ecomm_testing.listening import free_port

from .desks import Desk
from .test_contract import LONG_AGO

SERVE = """
import sys, time
from pathlib import Path
import uvicorn
from ecomm_connectors.suppliers.simulated.server import SimulatedSupplier
supplier = SimulatedSupplier(Path(sys.argv[1]), clock=time.time)
uvicorn.run(supplier.app, host="127.0.0.1", port=int(sys.argv[2]), lifespan="off", ws="none",
            log_level="critical")
"""
ROUNDS = 4
AT_ONCE = 12


async def test_killed_while_selling_it_keeps_what_it_answered_and_nothing_by_halves(
    tmp_path: Path, simulated_desk: Desk
) -> None:
    """Each answered order is there after kill -9, each that is there is paid in full, and the
    balance is what is left after them."""
    books = tmp_path / "books.sqlite3"
    with SimulatedSupplierServer(books) as server:
        panel = await server.open_account(balance=100_000_000)
        opening = await panel.balance()
    answered: set[str] = set()
    asked: list[str] = []
    for _ in range(ROUNDS):
        port = free_port()
        process = _serving(books, port)
        url = f"http://127.0.0.1:{port}"
        try:
            async with InternalClient([url], total_timeout=30.0) as http:
                account = SimulatedAdapter(url, http).connect(panel.credentials)
                await _up(account)
                requests = [simulated_desk.order() for _ in range(AT_ONCE)]
                asked += [one.reference for one in requests]
                placing = [asyncio.create_task(account.place_order(one)) for one in requests]
                await asyncio.wait(placing, return_when=asyncio.FIRST_COMPLETED)
                os.kill(process.pid, signal.SIGKILL)
                for done in await asyncio.gather(*placing, return_exceptions=True):
                    if isinstance(done, BaseException):
                        assert isinstance(done, SupplierUnavailable)
                    else:
                        answered.add(done.reference)
        finally:
            process.kill()
            process.wait()
    assert len(answered) >= ROUNDS
    with SimulatedSupplierServer(books) as server:
        async with InternalClient([server.url]) as http:
            account = SimulatedAdapter(server.url, http).connect(panel.credentials)
            found = [await account.find_order(one, since=LONG_AGO) for one in asked]
            left = (await account.account()).balance
    there = [one for one in found if one is not None]
    assert answered <= {one.reference for one in there}
    assert {one.status for one in there} == {SupplierOrderStatus.PAID}
    assert left == opening - sum(one.total or 0 for one in there)


def _serving(books: Path, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SERVE, str(books), str(port)])


async def _up(account: object) -> None:
    """Wait until it answers."""
    while True:
        try:
            await account.account()  # type: ignore[attr-defined] # any supplier's
        except SupplierUnavailable:
            await asyncio.sleep(0.05)
        else:
            return


async def test_an_act_that_ends_in_the_middle_leaves_nothing(
    supplier: Supplier, simulated_desk: Desk, panel: SupplierPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step of an order fails: no order, no payment, no stock taken."""
    before = await panel.balance()
    await panel.override("SIM1002-01-CN", stock=2)

    def dies(world: object, order: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(hints, "order_changed", dies)
        with pytest.raises(SupplierUnavailable):
            await supplier.place_order(simulated_desk.order())
    assert await panel.references() == {}
    assert await panel.balance() == before
    assert (await supplier.place_order(simulated_desk.order())).status == "paid"
