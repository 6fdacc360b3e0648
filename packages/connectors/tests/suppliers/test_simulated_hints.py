"""What the simulated supplier tells unasked: signed, at least once, in no promised order."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from ecomm_connectors.suppliers.errors import InvalidSignature
from ecomm_connectors.suppliers.orders import OrderRequest
from ecomm_connectors.suppliers.port import HintKind, SupplierHint
from ecomm_connectors.suppliers.simulated import SimulatedAdapter
from ecomm_connectors.suppliers.simulated.server import SimulatedSupplier, drift
from ecomm_connectors.suppliers.simulated.server.catalogue import catalogue
from ecomm_testing.fakes.supplier import SimulatedSupplierServer

Make = Callable[..., OrderRequest]


async def test_webhooks_are_hints_that_verify(
    simulated_supplier: SimulatedSupplierServer,
    adapter: SimulatedAdapter,
    an_order: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Signed over the raw bytes; another account's secret, a changed byte, an old one: refused."""
    # One moment for the supplier and for who checks its signatures, whatever the machine's does.
    now = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    monkeypatch.setattr(simulated_supplier.supplier, "_clock", now.timestamp)
    heard: list[tuple[bytes, dict[str, str]]] = []

    async def hear(url: str, body: bytes, headers: object) -> int:
        assert isinstance(headers, dict)
        heard.append((body, headers))
        return 200

    monkeypatch.setattr(simulated_supplier.supplier, "_send", hear)
    panel = await simulated_supplier.open_account()
    supplier = adapter.connect(panel.credentials)
    await supplier.subscribe("http://127.0.0.1:9/hook", ["SIM1002"])
    request = an_order()
    placed = await supplier.place_order(request)
    await panel.override("SIM1002", stock=3)
    await panel.fault("wrong_signature", "hint")
    while await panel.deliver():
        pass
    good: list[SupplierHint] = []
    wrong = 0
    for body, headers in heard:
        try:
            good += supplier.parse_webhook(body, headers, now)
        except InvalidSignature:
            wrong += 1
    assert wrong == 1
    kinds = {hint.kind for hint in good}
    assert kinds <= {HintKind.ORDER, HintKind.STOCK}
    assert len(good) == len(heard) - 1
    for hint in good:
        if hint.kind is HintKind.ORDER:
            assert (hint.reference, hint.supplier_ref) == (request.reference, placed.supplier_ref)
    body, headers = next(one for one in heard if b"order" in one[0] or b"stock" in one[0])
    for bad in (body + b" ", body.replace(b"changed", b"chanced")):
        with pytest.raises(InvalidSignature):
            supplier.parse_webhook(bad, headers, now)
    with pytest.raises(InvalidSignature):
        supplier.parse_webhook(body, headers, now + timedelta(minutes=10))
    with pytest.raises(InvalidSignature):
        supplier.parse_webhook(body, {}, now)


async def test_what_drifts_is_told_to_its_subscribers_once_an_hour(
    tmp_path: Path, adapter: SimulatedAdapter
) -> None:
    """Subscribed products whose price or stock moved; nobody is told twice of one hour, and a still
    world is silent."""
    now = [1_760_000_400.0]
    told: list[bytes] = []

    async def hear(url: str, body: bytes, headers: object) -> int:
        told.append(body)
        return 200

    supplier = SimulatedSupplier(tmp_path / "books.sqlite3", clock=lambda: now[0], send=hear)
    transport = httpx2.ASGITransport(app=supplier.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://sim.test") as client:
        keys = [(await client.post("/v1/accounts", json={})).json()["data"] for _ in range(2)]
        for opened, moving in zip(keys, (True, False), strict=True):
            headers = {"Authorization": f"Bearer {opened['api_key']}"}
            await client.put(
                "/v1/panel/account", json={"drift": moving, "noise": False}, headers=headers
            )
            asked = {"url": "http://shop.test/hook", "products": list(catalogue())}
            assert (await client.put("/v1/webhook", json=asked, headers=headers)).status_code == 200
    assert await supplier.run_due() == 0
    now[0] += 7 * drift.HOUR
    while await supplier.run_due():
        pass
    heard = [json.loads(one) for one in told]
    products = [one["product_id"] for one in heard]
    assert 20 < len(products) <= len(catalogue())
    assert len(set(products)) == len(products)
    assert {one["type"] for one in heard} <= {"product.changed", "stock.changed"}
    now[0] += 60
    assert await supplier.run_due() == 0


async def test_a_webhook_that_is_not_taken_comes_again(tmp_path: Path) -> None:
    now = [1_760_000_400.0]
    answers = [500, 200]
    heard: list[str] = []

    async def hear(url: str, body: bytes, headers: object) -> int:
        heard.append(json.loads(body)["id"])
        return answers.pop(0)

    supplier = SimulatedSupplier(tmp_path / "books.sqlite3", clock=lambda: now[0], send=hear)
    transport = httpx2.ASGITransport(app=supplier.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://sim.test") as client:
        opened = (await client.post("/v1/accounts", json={})).json()["data"]
        client.headers["Authorization"] = f"Bearer {opened['api_key']}"
        await client.put("/v1/panel/account", json={"drift": False, "noise": False})
        asked = {"url": "http://shop.test/hook", "products": ["SIM1001"]}
        await client.put("/v1/webhook", json=asked)
        await client.put("/v1/panel/override", json={"target": "SIM1001", "stock": 1})
    assert await supplier.run_due() == 0
    assert await supplier.run_due() == 0
    now[0] += 10
    assert await supplier.run_due() == 1
    assert len(heard) == 2
    assert len(set(heard)) == 1
