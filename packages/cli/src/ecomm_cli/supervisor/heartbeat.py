"""The other end of `HeartbeatHealth`: a process says that its loop turns."""

import asyncio
import os
from pathlib import Path

from ecomm_cli.environment import HEARTBEAT_FILE
from ecomm_cli.supervisor.health import HEARTBEAT_SECONDS


def beat_file() -> Path | None:
    """Return the file this process should touch, if somebody watches."""
    name = os.environ.get(HEARTBEAT_FILE)
    return Path(name) if name else None


async def keep_beating(path: Path) -> None:
    """Touch the file as long as this process's event loop turns."""
    while True:
        path.touch()  # noqa: ASYNC240 - microseconds, and the point is that this loop does it
        await asyncio.sleep(HEARTBEAT_SECONDS)
