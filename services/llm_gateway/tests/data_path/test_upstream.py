"""The connections to providers: kept, found dead, cut off, never trusted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvloop

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.upstream.pool import Pool

GOOD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@asynccontextmanager
async def server(*answers: bytes, close: bool = False) -> AsyncIterator[tuple[Pool, list[int]]]:
    """Answers each request with the next bytes, with none closes the connection; the list counts
    requests by connection."""
    seen: list[int] = []
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(0)
        place = len(seen) - 1
        while left:
            try:
                await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(2)
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            seen[place] += 1
            answer = left.pop(0)
            writer.write(answer)
            if close or not answer:
                break
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    pool = Pool(f"http://127.0.0.1:{port}/v1")
    try:
        yield pool, seen
    finally:
        await pool.aclose()
        listening.close()


async def ask(pool: Pool) -> bytes:
    """One exchange."""
    async with pool.exchange("/x", {}, b"{}", connect_timeout=1) as connection:
        return await connection.body()


async def test_a_connection_is_used_again() -> None:
    """Two requests, one connection."""
    async with server(GOOD, GOOD, GOOD) as (pool, seen):
        assert [await ask(pool), await ask(pool)] == [b"ok", b"ok"]
        assert seen == [2]


async def test_a_kept_connection_that_has_died_is_replaced() -> None:
    """The provider closed it while it lay there: the caller notices nothing.

    Fault it was seen to catch: the dead connection's failure handed on.
    """
    async with server(GOOD, b"", GOOD) as (pool, seen):
        assert [await ask(pool), await ask(pool)] == [b"ok", b"ok"]
        assert seen == [2, 1]


def test_it_works_on_uvloop_as_servers_run() -> None:
    """Its transports are no subclass of asyncio's: a check for that class once refused them all."""

    async def both() -> list[bytes]:
        async with server(GOOD, GOOD) as (pool, seen):
            said = [await ask(pool), await ask(pool)]
            assert seen == [2]
            return said

    assert uvloop.run(both()) == [b"ok", b"ok"]


async def test_chunked_and_endless_and_announced_bodies() -> None:
    """Chunks, a body that ends with its connection, and 1xx before the answer."""
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"
    async with server(chunked) as (pool, _):
        assert await ask(pool) == b"ok"
    async with server(b"HTTP/1.1 200 OK\r\n\r\nok", close=True) as (pool, _):
        assert await ask(pool) == b"ok"
    async with server(b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + GOOD) as (pool, _):
        assert await ask(pool) == b"ok"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok", Kind.TRUNCATED),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nok", Kind.TRUNCATED),
        (b"", Kind.TRUNCATED),
        (b"HTTP/1.1 200", Kind.TRUNCATED),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Kind.MALFORMED),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * 70_000 + b"\r\n\r\n", Kind.MALFORMED),
    ],
)
async def test_answers_that_are_none(answer: bytes, kind: Kind) -> None:
    """Each is a failure of its kind."""
    async with server(answer, close=True) as (pool, _):
        with pytest.raises(ProviderFailed) as caught:
            await ask(pool)
        assert caught.value.kind == kind


async def test_leaving_early_closes_the_connection() -> None:
    """What would come later is nobody's answer."""
    async with server(GOOD[:-1], GOOD) as (pool, seen):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(pool), 0.2)
        assert await ask(pool) == b"ok"
        assert len(seen) == 2


async def test_bytes_that_nobody_asked_for_end_a_connection() -> None:
    """A second answer under the first is not the next caller's."""
    async with server(GOOD + GOOD, GOOD) as (pool, seen):
        assert await ask(pool) == b"ok"
        await asyncio.sleep(0.05)
        assert await ask(pool) == b"ok"
        assert len(seen) == 2


def test_headers_cannot_hold_lines() -> None:
    """A key with a line's end in it is a mistake, not a second header."""
    pool = Pool("http://127.0.0.1:1")
    with pytest.raises(ValueError, match="line"):
        pool._request("/x", {"authorization": "a\r\nb: c"}, b"")
