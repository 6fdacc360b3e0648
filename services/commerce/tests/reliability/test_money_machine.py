"""Money always adds up: a stateful machine on real PostgreSQL, the books read after each step.

Discounts, gift cards, store credit, tax, a second currency, refunds by line, returns, duplicate and
reordered webhooks, crashes after the commit; in currencies of 0, 2 and 3 decimal places.

`MONEY_SEED` chooses the steps. A run that fails prints its seed and what each step did, at the
first failure: a fault that does not come again when the steps are repeated is not lost either.
"""

import asyncio
import inspect
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import text

from commerce.orders import refunding
from commerce.orders.refunding import Amounts, SoldLine
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import create_store, register_merchant
from ecomm_testing.cluster import Cluster

from .money_world import Books, MoneyWorld
from .patient import Patient

EXAMPLES = int(os.environ.get("MONEY_EXAMPLES", "2"))
STEPS = int(os.environ.get("MONEY_STEPS", "14"))
SEED = int(os.environ.get("MONEY_SEED", "1"))
"""`make chaos` takes more of the first two, and a fresh seed each time."""
NEVER = "commerce.never"
"""A task that nobody runs."""
PICKS = st.integers(0, 60)
SECOND = {"EUR": "JPY", "JPY": "KWD", "KWD": "EUR"}


@pytest.fixture
def patient(kernel: Kernel) -> Patient:
    """The way of everybody in these shops to the application."""
    return Patient(httpx2.ASGITransport(kernel.parts["app"], raise_app_exceptions=False))


@pytest.fixture
async def make_world(
    patient: Patient,
    kernel: Kernel,
    make_shop: Any,
    cluster: Cluster,
    environ: dict[str, str],
    mock_webhooks: None,
) -> AsyncIterator[Callable[[str], Coroutine[Any, Any, MoneyWorld]]]:
    client = httpx2.AsyncClient(transport=patient, base_url="http://api.test")

    async def make(currency: str) -> MoneyWorld:
        merchant = await register_merchant(client)
        store = await create_store(merchant, kernel, currency=currency)
        shop = make_shop(store)
        shop.api = client
        database = environ["DATABASE_URL"].rpartition("/")[2]
        books = Books(cluster, database, str(merchant.tenant_id))
        world = MoneyWorld(shop, books, SECOND[currency])
        await world.open()
        return world

    async with client:
        yield make


def machine(
    make_world: Callable[[str], Coroutine[Any, Any, MoneyWorld]],
    currency: str,
    loop: asyncio.AbstractEventLoop,
    told: Counter[str],
) -> type[RuleBasedStateMachine]:
    """The rules, each a step of somebody, with the books read afterwards. Each run has a shop of
    its own with one order in it. told: what happened, counted."""

    def wait(step: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(step, loop).result(120)

    class Money(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.journal: list[str] = []
            self.world: MoneyWorld = wait(make_world(currency))
            with self.kept("the first order"):
                wait(sold(self.world))

        @contextmanager
        def kept(self, what: str) -> Iterator[None]:
            """Write a step down with what came of it; where it fails, print all of them."""
            before = len(self.world.happened)
            try:
                yield
            except BaseException as error:
                self.journal.append(f"{what}: {self.world.happened[before:]} FAILED {error!r}")
                told = "\n".join(self.journal)
                command = f"MONEY_SEED={SEED} MONEY_EXAMPLES={EXAMPLES} MONEY_STEPS={STEPS}"
                print(f"{currency}, {command}, these steps:\n{told}", flush=True)  # noqa: T201 - kept by pytest
                raise
            self.journal.append(f"{what}: {self.world.happened[before:]}")

        def step(self, step: Coroutine[Any, Any, None]) -> None:
            async def watched() -> None:
                await step
                broken = await self.world.books.broken(quiet=False)
                assert not broken, broken

            assert inspect.iscoroutine(step)
            given = inspect.getcoroutinelocals(step)
            picked = ", ".join(f"{k}={v}" for k, v in given.items() if k != "self")
            with self.kept(f"{step.__name__}({picked})"):
                wait(watched())

        @rule(pick=PICKS, words=PICKS)
        def somebody_buys(self, pick: int, words: int) -> None:
            self.step(self.world.come(pick))
            self.step(self.world.code(words))
            self.step(self.world.start(0))

        @rule(pick=PICKS)
        def a_code_is_entered(self, pick: int) -> None:
            self.step(self.world.code(pick))

        @rule(pick=PICKS)
        def checkout_is_started_anew(self, pick: int) -> None:
            self.step(self.world.start(pick, crash=pick % 3 == 0))

        @rule(pick=PICKS)
        def a_button_is_pressed(self, pick: int) -> None:
            self.step(self.world.press(pick))
            self.step(self.world.come_back(pick, crash=pick % 3 == 0))

        @rule(pick=PICKS)
        def a_webhook_comes(self, pick: int) -> None:
            self.step(self.world.webhook(pick))

        @rule(pick=PICKS)
        def a_line_is_refunded(self, pick: int) -> None:
            self.step(self.world.refund(pick))

        @rule(pick=PICKS)
        def something_comes_back(self, pick: int) -> None:
            self.step(self.world.ship(pick))
            self.step(self.world.send_back(pick))

        @rule(pick=PICKS)
        def an_order_is_cancelled(self, pick: int) -> None:
            self.step(self.world.cancel(pick))

        @rule(pick=PICKS)
        def a_card_is_corrected(self, pick: int) -> None:
            self.step(self.world.adjust(pick))

        @rule(pick=PICKS)
        def the_worker_works(self, pick: int) -> None:
            self.step(self.world.work(pick))

        def teardown(self) -> None:
            async def end() -> None:
                done = await self.world.settle()
                broken = await self.world.books.broken(quiet=True, at=done)
                assert not broken, broken
                told["orders"] += await self.world.shop.one("select count(*) from orders")
                told["orders paid with credit"] += await self.world.shop.one(
                    "select count(*) from order_tenders where kind = 'store_credit'"
                )

            with self.kept("teardown"):
                wait(end())
            told.update(self.world.happened)

    return Money


async def sold(world: MoneyWorld) -> None:
    """An order of three units whose price does not divide, with a card and credit in it, paid."""
    await world.come(1)
    shopper = world.shoppers[-1]
    cart = await shopper.look()
    for line in cart["lines"]:
        gone = await shopper.call("DELETE", f"{shopper.cart}/lines/{line['id']}")
        assert gone.status_code < 300, gone.text
    await shopper.add(world.variants[0], 3)
    await world.code(1)
    await world.code(len(world.codes))
    await world.start(1)
    await world.press(0)
    await world.come_back(0)
    await world.shop.run()
    for credit in world.credits:  # for those who come later
        await world.post(f"/store-credits/{credit['id']}/adjust", {"amount": 900, "note": "more"})


@pytest.mark.slow
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
async def test_money_adds_up_after_each_step(
    make_world: Any, patient: Patient, currency: str
) -> None:
    """R2.3, R6.5: whatever shoppers, merchants, the provider and crashes do, in whatever order.

    Planted faults: `test_the_machine_sees` below runs the same books on three naive variants."""
    told: Counter[str] = Counter()
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        phases=(Phase.explicit, Phase.generate),
    )
    money = seed(SEED)(machine(make_world, currency, asyncio.get_running_loop(), told))
    await asyncio.to_thread(run_state_machine_as_test, money, settings=chosen)
    told["refused for now"] = patient.refused
    print(currency, dict(told))  # noqa: T201 - shown with -s
    assert told["orders"] > 0
    assert told["orders paid with credit"] > 0


async def test_a_refusal_for_now_is_asked_again_and_any_other_is_not() -> None:
    """Planted: an API that says 503 twice, one that always does, and one that does not say when to
    come back."""
    asked: list[bytes] = []

    async def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(await request.aread())
        if request.url.path == "/twice" and len(asked) > 2:
            return httpx2.Response(201)
        headers = {} if request.url.path == "/silent" else {"Retry-After": "2"}
        return httpx2.Response(503, headers=headers)

    patient = Patient(httpx2.MockTransport(answer), pause=0)
    async with httpx2.AsyncClient(transport=patient, base_url="http://api.test") as client:
        for path, status, tries in (("/twice", 201, 3), ("/always", 503, 10), ("/silent", 503, 1)):
            asked.clear()
            reply = await client.post(path, json={"units": 1})
            assert (reply.status_code, len(asked)) == (status, tries)
            assert set(asked) == {b'{"units":1}'}, "the whole request each time"
    assert patient.refused == 2 + 9


async def test_work_that_falls_due_while_the_books_are_read_is_not_lost(make_world: Any) -> None:
    """The storefront's second round follows five seconds after the first, whatever is done then.
    Planted: books that are read some time after the worker's last look, as on a busy machine."""
    world = await make_world("EUR")
    await sold(world)
    await world.shop.run(ahead=timedelta(hours=1))
    due = clock.now() + timedelta(seconds=1)
    async with world.shop.transaction() as session:
        for late in (due, due + timedelta(days=1)):
            await world.shop.kernel.outbox.enqueue(
                session, NEVER, {}, tenant_id=world.shop.tenant_id, not_before=late
            )
    told = await world.books.broken(quiet=True, at=due)
    assert [line.split()[:7] for line in told] == [
        ["every", "outbox", "row", "is", "delivered", "or", "dead:"]
    ], "work that was due is not done"
    assert await world.books.broken(quiet=True, at=due - timedelta(microseconds=1)) == []


def _dear_units(line: SoldLine, units: int) -> Amounts:
    """Each unit by itself, rounded up: three thirds of 299 are 300."""
    gross = -(-line.gross // line.quantity) * units
    return Amounts(gross, gross, 0)


UNSOUND = {
    "a card that is not charged": """
        update order_tenders set amount = amount + 1 where kind = 'gift_card'""",
    "credit that is not taken": """
        update order_tenders set amount = amount + 1 where kind = 'store_credit'""",
    "captured and not written down": "update payments set captured = captured - 1",
}
"""Faults of ours as they would look in the tables."""


@pytest.mark.parametrize("fault", ["rounding up by unit", *UNSOUND])
async def test_the_machine_sees(
    make_world: Any, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Planted faults: naive refund rounding, a tender without its ledger entry, money taken twice.
    Each must break the books that the machine reads after a step."""
    if fault not in UNSOUND:
        monkeypatch.setattr(refunding, "line_share", _dear_units)
    world = await make_world("EUR")
    await sold(world)
    assert not await world.books.broken(quiet=False), "sound before the fault"
    found: list[str] = []
    if fault in UNSOUND:
        async with world.shop.transaction() as session:
            await session.execute(text(UNSOUND[fault]))
    else:
        order = await world.order(0)
        for _ in range(3):
            line = {"item_id": order["items"][0]["id"], "quantity": 1}
            try:
                await world.post(f"/orders/{order['id']}/refunds", {"lines": [line]})
            except AssertionError as error:
                found.append(str(error))
    found += await world.books.broken(quiet=False)
    assert found, f"not seen: {fault}"
