"""kill -9 between commit and delivery: committed work is delivered, by whoever runs next."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant

VICTIM = Path(__file__).parent / "victim.py"
HANG_LIMIT = 60.0
DRAIN_LIMIT = 300.0
"""Seconds for real workers, which also go through what other tests of this database left."""

pytestmark = pytest.mark.early


@pytest.fixture
def start(environ: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., None]]:
    """`(*arguments) -> None`: start an `ecomm` command in the background; ended afterwards."""
    with contextlib.ExitStack() as stack:

        def run(*arguments: str) -> None:
            log = stack.enter_context((tmp_path / f"{arguments[0]}.log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "ecomm_cli", *arguments],
                env={**environ, "PATH": "/usr/bin:/bin"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            stack.callback(end, process)

        yield run


def end(process: subprocess.Popen[bytes]) -> None:
    """End a command with everything it started; one in the middle of others' work is killed.

    A worker asked to leave first finishes what it has begun, and here that may be the work of a
    whole suite. How it leaves is the supervisor's tests' business.
    """
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_after_commit(environ: dict[str, str], variant: str, email: str) -> None:
    ended = subprocess.run(
        [sys.executable, str(VICTIM), variant, email],
        env=environ,
        capture_output=True,
        timeout=HANG_LIMIT,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]


async def steps_done(merchant: Merchant) -> tuple[int, int]:
    reply = await merchant.get("/stores")
    assert reply.status_code == 200
    stores = reply.json()["data"]
    assert len(stores) == 1, "the commit is what counts: the store is there"
    return stores[0]["setup"]["done"], stores[0]["setup"]["total"]


async def test_committed_work_is_delivered_after_the_writer_was_killed(
    merchant: Merchant, environ: dict[str, str], start: Callable[..., None], kernel: Kernel
) -> None:
    """Planted: work kept in memory, in `test_the_naive_variant_loses_it`."""
    await asyncio.to_thread(kill_after_commit, environ, "outbox", merchant.email)
    done, total = await steps_done(merchant)
    assert done < total
    start("clock", "commerce")
    start("worker", "commerce", "--concurrency", "1")
    async with asyncio.timeout(DRAIN_LIMIT):
        while (await steps_done(merchant))[0] < total:  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.2)
        while await undone(kernel, merchant):  # noqa: ASYNC110 - another process works
            await asyncio.sleep(0.2)


async def undone(kernel: Kernel, merchant: Merchant) -> int:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        left = await session.scalar(text("select count(*) from outbox where done_at is null"))
    return int(left or 0)


async def outbox(kernel: Kernel, merchant: Merchant) -> list[str]:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        return list(await session.scalars(text("select task from outbox order by id")))


async def test_the_naive_variant_loses_it(
    merchant: Merchant, environ: dict[str, str], kernel: Kernel, api: httpx2.AsyncClient
) -> None:
    """What the proof above would miss if it could not fail: work kept in memory dies with it."""
    before = await outbox(kernel, merchant)
    assert before == ["commerce.email.verification"], (
        "the account's own mail, from before there was a store"
    )
    await asyncio.to_thread(kill_after_commit, environ, "naive", merchant.email)
    done, total = await steps_done(merchant)
    assert done < total
    assert await outbox(kernel, merchant) == before, "nothing is left that could finish the store"
