"""What the machine itself costs: three pieces of fixed work that hold nothing of ours, measured in
each round beside everything else. Two runs on unlike machines compare by them.

*interpreter*: Python writes and reads JSON, sorts, counts. *reply*: a server of the standard
library alone answers a request over loopback with twelve kilobytes. *statement*: PostgreSQL
computes, without a table, and is asked through the driver.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from bench.cpu import fine_cpu_ms

REPEATS: Final = 20
REPLIES: Final = 500
STATEMENTS: Final = 200
BODY: Final = 12_000
REQUEST: Final = b"GET / HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n"

_SERVER: Final = f"""
import asyncio
REPLY = b"HTTP/1.1 200 OK\\r\\ncontent-length: {BODY}\\r\\n\\r\\n" + b"x" * {BODY}
async def serve(reader, writer):
    while await reader.read(4096):
        writer.write(REPLY)
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
_STATEMENT: Final = "select sum(hashtext(n::text)) from generate_series(1, 500) n"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """CPU-ms of one piece of each kind."""

    interpreter: float
    reply: float
    statement: float


def interpret() -> float:
    """CPU-ms of a fixed piece of plain Python."""
    rows = [{"id": n, "name": f"row {n % 17}", "tags": [n % 3, n % 5]} for n in range(400)]
    before = time.thread_time_ns()
    for _ in range(REPEATS):
        again = json.loads(json.dumps(rows))
        again.sort(key=lambda row: (row["name"], -row["id"]))
        Counter(tag for row in again for tag in row["tags"])
    return (time.thread_time_ns() - before) / 1e6 / REPEATS


async def reply() -> float:
    """CPU-ms of a bare server for one reply."""
    async with _server() as (pid, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        before = fine_cpu_ms(pid)
        for _ in range(REPLIES):
            writer.write(REQUEST)
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(BODY)
        used = fine_cpu_ms(pid) - before
        writer.close()
    return used / REPLIES


@contextlib.asynccontextmanager
async def _server() -> AsyncIterator[tuple[int, int]]:
    """(process, port)."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SERVER, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield process.pid, int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def statement(control: Any, postgres: int) -> float:
    """CPU-ms of the server `postgres` (its process) for one statement, asked through `control`."""
    before = fine_cpu_ms(postgres)
    for _ in range(STATEMENTS):
        await control.fetchval(_STATEMENT)
    return (fine_cpu_ms(postgres) - before) / STATEMENTS


async def measure(control: Any, postgres: int) -> Yardstick:
    """All three, one after the other."""
    return Yardstick(interpret(), await reply(), await statement(control, postgres))
