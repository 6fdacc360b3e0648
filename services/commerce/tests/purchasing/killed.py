"""Worker and clock of one customer order, in processes that are killed at a step.

`python -m services.commerce.tests.purchasing.killed` imports everything once; each line of its
input is then one life, in a process of its own: {tenant, order, shifts, die_at, fault}. At each of
the `shifts` of the clock it does what is due, and dies by SIGKILL at step `die_at` (its number, or
the first of a name; null: never).
Steps are the moments at which a death makes a difference: before and after each commit, before and
after each call of a supplier. The answer is a line {status, steps}: how it ended, and the names of
the steps of a life that came to its end.

`fault` makes it what it must not be. "retry": what had no answer is sent again, as systems do that
trust a retry. "late": the purchase order is written as sent in the transaction that also asks the
supplier, so that a death takes back what is known and not what was done.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import configure_mappers

from commerce.flows import place_purchase as placing
from commerce.flows import run_purchases
from commerce.settings import CommerceSettings
from commerce.tasks import TASKS
from commerce.wiring import install_parts, subscriptions
from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel, build_kernel
from ecomm_core.logging import get_logger
from ecomm_testing.outbox import run_outbox

log = get_logger(__name__)

TELLING = ("commerce.email.", "commerce.storefront.", "commerce.webhooks.")
_NEEDS = text("select id from sourcing_needs where order_id = :order and due_at <= :now")
_PURCHASES = text("select id from purchase_orders where order_id = :order and due_at <= :now")
_AGAIN = text("update purchase_orders set status = 'queued', due_at = :now where id = :id")

UNTOLD = {task.name for task in TASKS if task.name.startswith(TELLING)}
"""Jobs that only tell others; nothing of a purchase hangs on them."""


class Steps:
    """Counts the moments of a life, and ends it at one."""

    def __init__(self, die_at: int | str | None) -> None:
        self.names: list[str] = []
        self._die_at = die_at

    def step(self, name: str) -> None:
        """One more; the last one is never returned from."""
        self.names.append(name)
        if self._die_at in (len(self.names), name):
            os.kill(os.getpid(), signal.SIGKILL)


async def live(job: dict[str, Any]) -> None:
    """Do what is due at each time, one thing after the other."""
    kernel = build_kernel(
        CommerceSettings(),
        schema="commerce",
        subscriptions=subscriptions(),
        application_name="commerce worker",
    )
    install_parts(kernel)
    tenant, order = UUID(job["tenant"]), UUID(job["order"])
    try:
        for shift in job["shifts"]:
            clock.set_shift(shift)
            await run_outbox(kernel, tenant, untold=UNTOLD)
            for row_id in await _due(kernel, tenant, order, _NEEDS):
                await run_purchases.plan_need(kernel, tenant, row_id)
            for row_id in await _due(kernel, tenant, order, _PURCHASES):
                await run_purchases.look(kernel, tenant, row_id)
    finally:
        await kernel.stop()


async def _due(kernel: Kernel, tenant: UUID, order: UUID, query: Any) -> list[UUID]:
    async with kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        found = await session.scalars(query, {"order": order, "now": clock.now()})
        return list(found)


async def _send_again(
    kernel: Kernel, tenant_id: UUID, purchase_id: UUID, *, asked: bool = False
) -> None:
    del asked
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await session.execute(_AGAIN, {"id": purchase_id, "now": clock.now()})
    await placing.place_purchase(kernel, tenant_id, purchase_id)


async def _all_at_once(
    database: Database, scope: Scope, *, record: Any, call: Any, settle: Any
) -> Any:
    async with database.transaction(scope) as session:
        intent = await record(session)
        return await settle(session, intent, await call(intent))


FAULTS = {
    "retry": (run_purchases, "look_up_purchase", _send_again),
    "late": (placing, "phases", _all_at_once),
}


def one_life(job: dict[str, Any]) -> list[str]:
    """The names of its steps, where it comes to its end."""
    steps = Steps(job["die_at"])
    commit, ask = Database.transaction, InternalClient.request

    @asynccontextmanager
    async def transaction(self: Database, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        async with commit(self, *args, **kwargs) as session:
            yield session
            steps.step("before a commit")
        steps.step("after a commit")

    async def request(self: InternalClient, method: str, url: str, **kwargs: Any) -> Any:
        place = f"{method} /{url.partition('//')[2].partition('/')[2].partition('?')[0]}"
        steps.step(f"before {place}")
        answer = await ask(self, method, url, **kwargs)
        steps.step(f"after {place}")
        return answer

    with ExitStack() as stack:
        stack.enter_context(patch.object(Database, "transaction", transaction))
        stack.enter_context(patch.object(InternalClient, "request", request))
        if job["fault"] is not None:
            stack.enter_context(patch.object(*FAULTS[job["fault"]]))
        asyncio.run(live(job))
    return steps.names


def main(life: Callable[[dict[str, Any]], list[str]] = one_life) -> None:
    """One child for each line; `life` is what it does."""
    configure_mappers()
    for line in sys.stdin:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            status = 1
            try:
                names = life(json.loads(line))
                os.write(writer, json.dumps(names).encode())
                status = 0
            except Exception:
                # Nobody above hears of it: this process ends here.
                log.exception("life_failed")
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        os.close(writer)
        with os.fdopen(reader) as stream:
            told = stream.read()
        _, code = os.waitpid(child, 0)
        status = os.waitstatus_to_exitcode(code)
        said = {"status": status, "steps": json.loads(told or "[]")}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
