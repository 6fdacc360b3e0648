"""How to know that a process is ready: it answers HTTP, or its heartbeat file is fresh."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

HEARTBEAT_SECONDS = 2.0
"""How often processes without a port touch their heartbeat file."""


class Health(Protocol):
    """A question with the answer yes or no; never raises."""

    async def is_well(self) -> bool:
        """Ask once."""
        ...

    def begin(self) -> None:
        """Forget what an earlier run of the process left behind."""
        ...


@dataclass(frozen=True, slots=True)
class HttpHealth:
    """Well when GET `url` answers with a status below `below`."""

    url: str
    below: int = 400
    timeout: float = 5

    def begin(self) -> None:
        """Nothing to forget."""

    async def is_well(self) -> bool:
        """Ask the server. HTTP by hand: the supervisor stays small."""
        try:
            async with asyncio.timeout(self.timeout):
                return await self._status() < self.below
        except (OSError, ValueError, TimeoutError, EOFError):
            return False

    async def _status(self) -> int:
        address = urlsplit(self.url)
        host = address.hostname or "localhost"
        reader, writer = await asyncio.open_connection(host, address.port or 80)
        try:
            writer.write(
                f"GET {address.path or '/'} HTTP/1.1\r\nHost: {address.netloc}\r\n"
                "User-Agent: ecomm-health\r\nConnection: close\r\n\r\n".encode()
            )
            await writer.drain()
            line = await reader.readline()
        finally:
            writer.close()
        protocol, status, *_ = [*line.split(maxsplit=2), b"", b""]
        if not protocol.startswith(b"HTTP/"):
            raise ValueError("no HTTP answer")
        return int(status)


@dataclass(frozen=True, slots=True)
class HeartbeatHealth:
    """Well when the process touched its file lately."""

    path: Path
    oldest: float = 10 * HEARTBEAT_SECONDS

    def begin(self) -> None:
        """Remove the file of an earlier run."""
        self.path.unlink(missing_ok=True)

    async def is_well(self) -> bool:
        """Look at the file's time."""
        try:
            touched = self.path.stat().st_mtime
        except OSError:
            return False
        return time.time() - touched <= self.oldest
