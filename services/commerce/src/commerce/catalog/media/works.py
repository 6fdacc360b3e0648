"""A bounded place for picture work: two at a time in threads, so that the event loop never waits
and memory stays bounded (a decoded picture of 40 megapixels takes 160 MB)."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from commerce.catalog.media.images import EFFORT, Optimised, optimise, smaller
from ecomm_core.kernel import Kernel

PART: Final = "picture_works"
AT_ONCE: Final = 2


class PictureWorks:
    """Threads of one process. Decoders, scalers and encoders run without the interpreter's lock."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="pictures")
        self._places = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place; take it before reading an upload into memory."""
        async with self._places:
            yield

    async def optimise(
        self, data: bytes, effort: int = EFFORT, *, only_master: bool = False
    ) -> Optimised:
        """See `images.optimise`. Hold a place."""
        work = partial(optimise, data, effort, only_master=only_master)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def smaller(self, master: bytes, width: int) -> bytes:
        """See `images.smaller`. Hold a place."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, smaller, master, width)


def works_of(kernel: Kernel) -> PictureWorks:
    """The picture works of this process."""
    works = kernel.parts[PART]
    if not isinstance(works, PictureWorks):
        raise TypeError("wiring puts the picture works into kernel.parts")
    return works
