"""What is mounted beside the API, and in which mode."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from commerce.app import create
from ecomm_core import clock
from ecomm_core.settings import Mode
from ecomm_testing.turning import TurningTransport


async def test_the_clock_of_every_process_is_shifted(api: Any, shift_clock: Any) -> None:
    before = clock.now()
    reply = await api.post("/_test/clock", json={"shift_seconds": 3600})
    assert (reply.status_code, reply.json()["data"]) == (200, {"shift_seconds": 3600.0})
    assert (clock.now() - before).total_seconds() > 3590
    back = await api.post("/_test/clock", json={"shift_seconds": 0})
    assert back.json()["data"]["shift_seconds"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"shift_seconds": "x"}',
        b'{"shift_seconds": true}',
        b'{"shift_seconds": 1e300}',
        b'{"shift_seconds": NaN}',
        b"[" * 9999,
    ],
)
async def test_bad_shifts_are_refused(api: Any, shift_clock: Any, body: bytes) -> None:
    before = clock.shift()
    reply = await api.post("/_test/clock", content=body)
    assert reply.status_code == 422
    assert clock.shift() == before


async def test_the_mailbox_shows_what_was_caught(shop: Any) -> None:
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.buy()
    await shop.run()
    reply = await shop.api.get("/mailbox/messages.json")
    assert reply.status_code == 200
    assert shopper.email in reply.text
    assert (await shop.api.get("/mailbox/")).status_code == 200


async def test_production_has_neither(kernel: Any) -> None:
    """Modes: mailbox and test clock do not exist outside local mode; the mock's page opens
    sessions only, and production makes none but for stores in test mode."""
    settings = kernel.settings.model_copy(update={"mode": Mode.PRODUCTION})
    app = await asyncio.to_thread(create, replace(kernel, settings=settings))
    transport = TurningTransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        shift = clock.shift()
        assert (await client.post("/_test/clock", json={"shift_seconds": 9})).status_code == 404
        assert clock.shift() == shift
        assert (await client.get("/mailbox/messages.json")).status_code == 404
        assert (await client.get("/mock-pay/sessions/mock_x")).status_code == 404
