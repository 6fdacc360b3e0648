"""How many statements one sale takes, as the server's own log counts them."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commerce.tasks import TASKS
from ecomm_core.tasks.registry import deliver
from ecomm_testing.cluster import Cluster

_LINE = re.compile(r"(?:LOG:\s+)(?:statement|execute [^:]*): (?P<sql>.*)")


class Counted:
    """Statements per step of a journey."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.steps: dict[str, list[str]] = {}

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator[None]:
        await asyncio.sleep(0.05)
        start = self._log.stat().st_size
        yield
        # Signals are sent in the background, right after the commit.
        await asyncio.sleep(0.05)
        with self._log.open("rb") as file:
            file.seek(start)
            text = file.read().decode("utf-8", "replace")
        for line in _LINE.finditer(text):
            # A statement that begins with a line break is logged with an empty first line.
            parts = [part for part in line["sql"].split(";") if part.strip()] or ["(next line)"]
            found = self.steps.setdefault(name, [])
            found.extend(" ".join(part.split()[:7]) for part in parts)

    @property
    def total(self) -> int:
        return sum(len(found) for found in self.steps.values())


@pytest.fixture
def counted(cluster: Cluster) -> Iterator[Counted]:
    """The server logs every statement while the test runs."""
    for value in ("all", "none"):
        cluster.postgres.execute(f"alter system set log_statement = '{value}'")
        cluster.postgres.execute("select pg_reload_conf()")
        if value == "all":
            yield Counted(Path(cluster.postgres.log_file))


async def test_one_paid_order_takes_few_statements(shop: Any, counted: Counted) -> None:
    variant = await shop.variant(stock=100)
    for _ in range(2):
        await (await shop.shopper((variant, 1))).buy()
    await shop.run(ahead=timedelta(seconds=10))
    counted.steps.clear()

    async with counted.step("POST carts"):
        shopper = await shop.shopper()
    async with counted.step("POST lines"):
        await shopper.add(variant)
    async with counted.step("GET rates"):
        rates = await shopper.rates()
    body = await shopper.form(shipping_rate_id=rates["rates"][0]["id"])
    async with counted.step("POST checkout"):
        await shopper.start(body)
    async with counted.step("pay, with the webhook"):
        await shopper.choose("pay")
    async with counted.step("GET checkout"):
        state = await shopper.state()
    assert state["state"] == "completed"

    rows = await shop.rows(
        "update outbox set lease_until = now() where done_at is null returning id, task, attempts"
    )
    by_name = {task.name: task for task in TASKS}
    for row in rows:
        async with counted.step(f"worker: {row['task']}"):
            await deliver(
                shop.kernel, by_name[row["task"]], shop.tenant_id, row["id"], row["attempts"]
            )
    for name, found in counted.steps.items():
        print(f"{len(found):4d} {name}")  # noqa: T201 - the figures, with -s
        for statement in found:
            print(f"       {statement}")  # noqa: T201 - the figures, with -s
    print(f"{counted.total:4d} in all")  # noqa: T201 - the figures, with -s
    assert {row["task"] for row in rows} == {
        "commerce.orders.orchestrate_payment",
        "commerce.email.order_confirmation",
        "commerce.fraud.score",
        "commerce.notifications.orders",
    }
    # The relay adds one per wake-up, and is woken twice at most: by the webhook and by the order.
    assert counted.total + 2 <= 100
