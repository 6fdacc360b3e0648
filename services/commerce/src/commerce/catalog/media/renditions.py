"""Sizes of a picture that are made when somebody first asks for them (`store_image` with
`sizes_later`): from the master, once, and kept like all others."""

import asyncio
from typing import Final

from commerce.catalog.media.images import WIDTHS
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.works import works_of
from ecomm_core.kernel import Kernel
from ecomm_core.storage import IMMUTABLE, ObjectMissing, StoredObject, content_type_of

_MAKING: Final[dict[str, asyncio.Lock]] = {}
"""Keys being made by this process: a page asks for the same size many times at once."""


async def found_or_made(kernel: Kernel, key: str) -> StoredObject:
    """The picture under `key` (`media/STORE/SHA256/WIDTH.webp`), made if it is one of the sizes
    that its master is kept in. Raises ObjectMissing, StorageFailed (503)."""
    storage = storage_of(kernel)
    try:
        return await storage.get(key)
    except ObjectMissing:
        master = await _master(kernel, key)
        if master is None:
            raise
    lock = _MAKING.setdefault(key, asyncio.Lock())
    try:
        async with lock:
            await _make(kernel, key, master)
    finally:
        if not lock.locked():
            _MAKING.pop(key, None)
    return await storage.get(key)


async def _make(kernel: Kernel, key: str, master: str) -> None:
    """Make and keep a size, unless somebody who held the lock before did."""
    storage = storage_of(kernel)
    if await storage.exists(key):
        return
    async with works_of(kernel).place():
        whole = await (await storage.get(master)).read()
        body = await works_of(kernel).smaller(whole, _width(key))
    await storage.put(key, body, content_type_of(key), IMMUTABLE)


async def _master(kernel: Kernel, key: str) -> str | None:
    """The key of the largest size of the same picture, if `key` is a smaller one that we make."""
    if _width(key) not in WIDTHS:
        return None
    kept = [one.key async for one in storage_of(kernel).list(key.rsplit("/", 1)[0])]
    largest = max(kept, key=_width, default=None)
    return largest if largest is not None and _width(largest) > _width(key) else None


def _width(key: str) -> int:
    return int(key.rsplit("/", 1)[1].removesuffix(".webp"))
