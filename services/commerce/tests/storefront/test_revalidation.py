"""Telling storefronts what is stale: signed, to each instance, twice, together."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server

from commerce.flows.sweep import sweep
from commerce.storefront.service import NotRevalidated, Storefronts, origins_of
from ecomm_core.http import InternalClient
from ecomm_testing.listening import free_port

TASK = "commerce.storefront.revalidate"


class Instance:
    """A storefront instance as a real HTTP server."""

    def __init__(self) -> None:
        self.port = free_port()
        self.answer = 200
        self.asked: list[tuple[bytes, str]] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _revalidate(self, request: Request) -> Response:
        signature = request.headers["x-ecomm-signature"]
        self.asked.append((await request.body(), signature))
        return Response(status_code=self.answer)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        app = Starlette(routes=[Route("/api/revalidate", self._revalidate, methods=["POST"])])
        server = Server(Config(app, port=self.port, log_level="critical", lifespan="off"))
        task = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = True
            await task


async def test_every_instance_gets_a_signed_call() -> None:
    one, two, key = Instance(), Instance(), b"k" * 32
    before = int(time.time())
    async with (
        one.running(),
        two.running(),
        InternalClient([one.origin, two.origin]) as client,
    ):
        await Storefronts(client, [one.origin, f"{two.origin}/"], key).revalidate(["s:1:store"])
    for instance in (one, two):
        [(body, signature)] = instance.asked
        told = json.loads(body)
        assert told["tags"] == ["s:1:store"]
        assert before <= told["at"] <= time.time()
        expected = hmac.new(key, body, hashlib.sha256).hexdigest()
        assert signature == f"sha256={expected}"


async def test_an_instance_that_is_down_or_refuses_fails_the_call() -> None:
    up, down = Instance(), Instance()
    async with up.running(), InternalClient([up.origin, down.origin]) as client:
        storefronts = Storefronts(client, [down.origin, up.origin], b"k" * 32)
        with pytest.raises(NotRevalidated):
            await storefronts.revalidate(["a"])
        assert len(up.asked) == 1, "the others are told all the same"
        up.answer = 401
        with pytest.raises(NotRevalidated, match="401"):
            await Storefronts(client, [up.origin], b"k" * 32).revalidate(["a"])


async def test_a_change_is_told_at_once_and_again(shop: Any, storefronts: Any) -> None:
    await shop.run(ahead=timedelta(seconds=10))
    storefronts.calls.clear()
    await shop.store.merchant.patch(shop.store.path, json={"name": "Renamed"})
    assert TASK in await shop.run()
    assert len(storefronts.calls) == 1
    assert f"s:{shop.store.id}:store" in storefronts.calls[0]
    assert await shop.run() == [], "the second round waits"
    assert await shop.run(ahead=timedelta(seconds=6)) == [TASK]
    assert storefronts.calls[1] == storefronts.calls[0]
    assert await shop.run(ahead=timedelta(hours=1)) == [], "there is no third"


async def test_what_waits_together_goes_together(shop: Any, storefronts: Any) -> None:
    await shop.run(ahead=timedelta(seconds=10))
    storefronts.calls.clear()
    for number in range(8):
        await shop.store.merchant.patch(shop.store.path, json={"name": f"Name {number}"})
    await shop.run()
    assert len(storefronts.calls) == 1
    left = await shop.one(
        "select count(*) from outbox where task = :task and done_at is null", task=TASK
    )
    assert left == 1, "one second round for all of them"


async def test_stock_that_shows_is_told_when_it_is_held_and_let_go(
    shop: Any, storefronts: Any, shift_clock: Any
) -> None:
    """The last unit held: pages say sold out; plenty left: no page changes, nobody is told."""
    plenty, last = await shop.variant(stock=100), await shop.variant(stock=1)
    await shop.run(ahead=timedelta(seconds=10))
    storefronts.calls.clear()
    await (await shop.shopper((plenty, 1))).buy()
    assert TASK not in await shop.run()
    shopper = await shop.shopper((last, 1))
    await shopper.start()
    await shop.run()
    product = await shop.one("select product_id from product_variants where id = :id", id=last)
    [call] = storefronts.calls
    assert f"s:{shop.store.id}:product:{product}" in call
    assert f"s:{shop.store.id}:products" in call
    storefronts.calls.clear()
    shift_clock(16 * 60)
    await sweep(shop.kernel)
    await shop.run()
    assert any(f"s:{shop.store.id}:product:{product}" in call for call in storefronts.calls)


async def test_a_failed_call_is_tried_again(shop: Any, kernel: Any, storefronts: Any) -> None:
    await shop.run(ahead=timedelta(seconds=10))
    storefronts.calls.clear()
    await shop.store.merchant.patch(shop.store.path, json={"name": "Renamed"})
    took = storefronts.revalidate

    async def fails(_tags: Any) -> None:
        raise NotRevalidated("down")

    storefronts.revalidate = fails
    with pytest.raises(NotRevalidated):
        await shop.run()
    storefronts.revalidate = took
    assert TASK in await shop.run(ahead=timedelta(seconds=20))
    assert storefronts.calls


async def test_where_no_storefront_runs_nobody_is_told(
    shop: Any, kernel: Any, storefronts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.run(ahead=timedelta(seconds=10))
    storefronts.calls.clear()
    settings = kernel.settings.model_copy(update={"storefront_instances": ["none"]})
    assert origins_of(settings) == []
    monkeypatch.setattr(kernel, "settings", settings)
    await shop.store.merchant.patch(shop.store.path, json={"name": "Renamed"})
    assert (await shop.run()).count(TASK) == 1
    assert storefronts.calls == []
    left = "select count(*) from outbox where task = :task and done_at is null"
    assert await shop.one(left, task=TASK) == 0, "neither a retry nor a second round"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], ["http://shops.test"]),
        (["http://a.test", "http://b.test"], ["http://a.test", "http://b.test"]),
        (["none"], []),
    ],
)
async def test_settings_name_who_is_told(kernel: Any, given: list[str], told: list[str]) -> None:
    settings = kernel.settings.model_copy(
        update={"storefront_instances": given, "storefront_url": "http://shops.test"}
    )
    assert origins_of(settings) == told
