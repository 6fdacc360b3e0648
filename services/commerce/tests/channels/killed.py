"""The worker of a migration, in processes that are killed at a step.

`python -m services.commerce.tests.channels.killed` imports everything once; each line of its input
is then one life, in a process of its own (see `purchasing.killed`): {tenant, allow, shopify_origin,
die_at, fault}. It takes the migration's batches out of the outbox until none is left, and dies by
SIGKILL at step `die_at`: before or after a commit, before or after the shop was asked for a page or
a picture.

`fault` makes it what it must not be. "ahead": where reading goes on is written before what was
read, in a transaction of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from commerce.channels import reading, tasks
from commerce.channels.connecting import PART
from commerce.channels.run import Run
from commerce.channels.service import TASK
from commerce.settings import CommerceSettings
from commerce.tasks import TASKS
from commerce.wiring import install_parts, subscriptions
from ecomm_connectors.channels import ChannelHttp, channels
from ecomm_core.db.engine import Database
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_core.kernel import build_kernel
from ecomm_testing.outbox import run_outbox

from ..purchasing.killed import Steps, main

UNTOLD = {task.name for task in TASKS if task.name != TASK}
"""What others do with what was taken over: nothing of a migration hangs on it."""


async def live(job: dict[str, Any]) -> None:
    """Work until nothing is left."""
    settings = CommerceSettings()
    allowed = [*settings.outbound_allow, *job["allow"]]
    kernel = build_kernel(
        settings.model_copy(update={"outbound_allow": allowed}),
        schema="commerce",
        subscriptions=subscriptions(),
        application_name="commerce worker",
    )
    install_parts(kernel)
    client = OutboundClient(OutboundPolicy.build(local=True, allow=allowed))
    kernel.parts[PART] = channels(ChannelHttp(client), shopify_origin=job["shopify_origin"])
    try:
        await run_outbox(kernel, UUID(job["tenant"]), untold=UNTOLD)
    finally:
        await kernel.stop()


def _ahead(steps: Steps) -> Callable[[Run], Awaitable[bool]]:
    async def read_all(run: Run) -> bool:
        while True:
            async with run.transaction() as session:
                job = await run.job(session, lock=True)
                entity, place = reading._next(job)
                if entity is None:
                    return True
                page = await reading._page(run.shop, entity, place.get("cursor"))
                further = {"cursor": page.cursor, "done": page.cursor is None}
                job.cursors = {**job.cursors, entity.value: {**place, **further}}
            steps.step("ahead of what was read")
            async with run.transaction() as session:
                job = await run.job(session, lock=True)
                await reading._keep(run, session, job, entity, place, page)

    return read_all


def one_life(job: dict[str, Any]) -> list[str]:
    """The names of its steps, where it comes to its end."""
    steps = Steps(job["die_at"])
    commit, ask = Database.transaction, OutboundClient.request

    @asynccontextmanager
    async def transaction(self: Database, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        async with commit(self, *args, **kwargs) as session:
            yield session
            steps.step("before a commit")
        steps.step("after a commit")

    async def request(self: OutboundClient, method: str, url: str, **kwargs: Any) -> Any:
        steps.step("before asking")
        answer = await ask(self, method, url, **kwargs)
        steps.step("after asking")
        return answer

    with ExitStack() as stack:
        stack.enter_context(patch.object(Database, "transaction", transaction))
        stack.enter_context(patch.object(OutboundClient, "request", request))
        if job["fault"] == "ahead":
            stack.enter_context(patch.object(tasks, "read_all", _ahead(steps)))
        asyncio.run(live(job))
    return steps.names


if __name__ == "__main__":
    main(one_life)
