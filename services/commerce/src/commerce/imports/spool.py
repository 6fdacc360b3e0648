"""Large files on the way: on disk, never in memory, gone when they are no longer needed."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Final

from ecomm_core.storage import Storage

CHUNK: Final = 1024 * 1024


def folder() -> Path:
    """Where temporary files of hundreds of megabytes belong: TMPDIR where it is set, else a folder
    that is no memory disk, as `/tmp` often is."""
    if not os.environ.get("TMPDIR") and os.access("/var/tmp", os.W_OK):  # noqa: S108 - see above
        return Path("/var/tmp")  # noqa: S108 - files in it get random names and mode 0600
    return Path(tempfile.gettempdir())


def temporary() -> IO[bytes]:
    """A file with a name, deleted when it is closed."""
    return tempfile.NamedTemporaryFile(dir=folder(), prefix="ecomm-import-")


@asynccontextmanager
async def local_copy(storage: Storage, key: str) -> AsyncIterator[Path]:
    """An object of the storage as a file of this machine. Raises ObjectMissing, StorageFailed."""
    found = await storage.get(key)
    with temporary() as file:
        async for chunk in found.stream(CHUNK):
            await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(file.flush)
        yield Path(file.name)


async def chunks(path: Path) -> AsyncIterator[bytes]:
    """A file's bytes, read in a thread."""
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
