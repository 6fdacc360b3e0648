"""The pool of hot reads: one for each process, however many ask for it first."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecomm_core.kernel import Kernel


async def test_callers_who_come_first_together_share_one_pool(
    make_kernel: "Callable[..., Kernel]",
) -> None:
    """A second pool would be forgotten with its connection open."""
    kernel = make_kernel()
    try:
        pools = await asyncio.gather(*(kernel.database.reads() for _ in range(5)))
        assert len({id(pool) for pool in pools}) == 1
        assert pools[0].get_size() == 1
    finally:
        await kernel.stop()
