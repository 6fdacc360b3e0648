"""What a worker's log says about a task that did not end well."""

import io
import traceback
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from celery import Celery
from sqlalchemy import text

from ecomm_core import clock, logging
from ecomm_core.db.scope import Scope
from ecomm_core.errors import TemporaryFailure
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.celery import DELIVER
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.registry import Task, TransactionTask, register
from ecomm_testing.actors import Merchant


class NotThere(TemporaryFailure):
    """The other side is away."""


class _Handed:
    """Stands for the worker's loop: keeps what a task would run on it."""

    def __init__(self) -> None:
        self.bodies: list[Callable[[Kernel], Coroutine[Any, Any, None]]] = []

    def run(self, body: Callable[[Kernel], Coroutine[Any, Any, None]]) -> None:
        self.bodies.append(body)

    def close(self) -> None:
        """Nothing to stop."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What this process logs."""
    stream = io.StringIO()
    logging.configure("local", "tests", stream=stream)
    yield stream
    logging.configure("local", "tests")


async def work(
    kernel: Kernel, tenant_id: UUID, tasks: list[Task], names: list[str], *, tries: int = 0
) -> list[Any]:
    """One message with a job of each name, as a worker takes it; the outbox's rows afterwards."""
    app, loop = Celery(set_as_current=False), _Handed()
    register(app, cast("WorkerLoop", loop), tasks, [])
    scope = Scope(tenant_id=tenant_id)
    async with kernel.database.transaction(scope) as session:
        ids = [
            await kernel.outbox.enqueue(
                session, name, {}, tenant_id=tenant_id, not_before=clock.now() + timedelta(days=1)
            )
            for name in names
        ]
        await session.execute(
            text("update outbox set attempts = :tries where id = any(:ids)"),
            {"tries": tries, "ids": ids},
        )
    rows = zip(names, ids, strict=True)
    named = [[name, str(tenant_id), str(row_id), tries] for name, row_id in rows]
    if len(named) == 1:
        app.tasks[names[0]](*named[0][1:])
    else:
        app.tasks[DELIVER](named)
    for body in loop.bodies:
        await body(kernel)
    async with kernel.database.transaction(scope) as session:
        found = await session.execute(
            text(
                """select error, attempts, dead_at, done_at from outbox
                    where id = any(:ids) order by array_position(cast(:ids as uuid[]), id)"""
            ),
            {"ids": ids},
        )
        return list(found)


async def fail(kernel: Kernel, tenant_id: UUID, error: Exception, *, tries: int = 0) -> Any:
    """Run a task that fails as a worker does; its row of the outbox afterwards."""
    name = f"core.tests.{new_id()}"
    [row] = await work(kernel, tenant_id, [failing(name, error)], [name], tries=tries)
    return row


def failing(name: str, error: Exception) -> Task:
    async def handler(_kernel: Kernel, _session: object, _delivery: object) -> None:
        raise error

    return TransactionTask(name, handler)


async def test_what_is_away_is_one_line_with_the_reason(
    kernel: Kernel, merchant: Merchant, log: io.StringIO
) -> None:
    row = await fail(kernel, merchant.tenant_id, NotThere("shop:3001 does not answer"))
    assert (row.error, row.dead_at) == ("NotThere: shop:3001 does not answer", None)
    [line] = [line for line in log.getvalue().splitlines() if line.strip()]
    assert "delivery_failed" in line
    assert "shop:3001 does not answer" in line
    assert "job=core.tests." in line


async def test_a_fault_of_ours_keeps_its_traceback(
    kernel: Kernel, merchant: Merchant, log: io.StringIO
) -> None:
    row = await fail(kernel, merchant.tenant_id, ZeroDivisionError("ours"))
    assert (row.error, row.done_at) == ("ZeroDivisionError: ours", None)
    assert traceback.extract_stack()[-1].filename in log.getvalue()
    assert "task_failed" in log.getvalue()


async def test_the_last_try_says_that_it_is_given_up(
    kernel: Kernel, merchant: Merchant, log: io.StringIO
) -> None:
    row = await fail(kernel, merchant.tenant_id, NotThere("still away"), tries=9)
    assert row.dead_at is not None
    [line] = [line for line in log.getvalue().splitlines() if line.strip()]
    assert "delivery_dead" in line
    assert "still away" in line


async def test_rows_of_one_message_succeed_and_fail_each_for_itself(
    kernel: Kernel, merchant: Merchant, log: io.StringIO
) -> None:
    async def handler(_kernel: Kernel, _session: object, _delivery: object) -> None:
        return None

    tasks = [
        failing("core.tests.bad", NotThere("away")),
        TransactionTask("core.tests.good", handler),
    ]
    names = ["core.tests.bad", "core.tests.good", "core.tests.unknown"]
    bad, good, unknown = await work(kernel, merchant.tenant_id, tasks, names)
    assert (bad.error, bad.done_at) == ("NotThere: away", None)
    assert good.done_at is not None
    assert (unknown.attempts, unknown.done_at, unknown.dead_at) == (0, None, None)
    assert "task_unknown" in log.getvalue()


def test_a_worker_of_two_services_runs_each_task_on_its_own_services_loop() -> None:
    """Fault it was seen to catch: the first service's loop and tasks for every message."""
    app = Celery(set_as_current=False)
    loops = {name: _Handed() for name in ("one", "other")}
    for service, loop in loops.items():
        task = failing(f"{service}.work", RuntimeError())
        register(app, cast("WorkerLoop", loop), [task], [])
    row = [str(new_id()), str(new_id()), 0]
    app.tasks["other.work"](*row)
    app.tasks[DELIVER]([["other.work", *row], ["other.work", *row]])
    assert [len(loop.bodies) for loop in loops.values()] == [0, 2]
    app.tasks[DELIVER]([["one.work", *row]])
    assert [len(loop.bodies) for loop in loops.values()] == [1, 2]
