"""What processes tell each other, waited for."""

import asyncio

from ecomm_core.db.signals import Pending
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

HANG_LIMIT = 60.0
"""Seconds."""


async def signals_settled(kernel: Kernel) -> None:
    """Wait until every signal that this process has sent so far has come back to it: a write's own
    echo drops its tags a second time. Raises TimeoutError when none comes."""
    signals = kernel.database.signals
    tag, seen, came_back = f"settled:{new_id()}", [], asyncio.Event()

    def listen(dropped: frozenset[str], _wake: bool) -> None:
        if tag in dropped:
            seen.append(tag)
            if len(seen) == 2:
                came_back.set()

    async with asyncio.timeout(HANG_LIMIT):
        await signals.connected.wait()
        signals.subscribe(listen)
        try:
            await signals.after_commit(Pending(tags={tag}))
            await came_back.wait()
        finally:
            signals._listeners.remove(listen)
