"""What comes back: limits of size and time that no server can talk its way around."""

import asyncio
import gzip
import os
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest

from ecomm_core.http import (
    Failure,
    OutboundClient,
    OutboundFailed,
    OutboundPolicy,
    OutboundRefused,
    Refusal,
)
from ecomm_core.http.outbound import _lookups, resolve_by_system

HANG_LIMIT = 60.0
"""Seconds after which a test says that nothing came; no machine is that slow."""


def client(*ports: int, **options: Any) -> OutboundClient:
    policy = OutboundPolicy.build(local=True, allow=[f"127.0.0.1:{port}" for port in ports])
    return OutboundClient(policy, **{"total_timeout": 3, **options})


class Server:
    """Answers every request with the same bytes and keeps what it was sent."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") -> None:
        self.answer = answer
        self.heads: list[str] = []
        self.bodies: list[bytes] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        length = [line for line in head.split("\r\n") if line.lower().startswith("content-length")]
        size = int(length[0].split(":")[1]) if length else 0
        self.bodies.append(await reader.readexactly(size))
        writer.write(self.answer)
        await writer.drain()


async def failing(asked: Any) -> Failure:
    with pytest.raises(OutboundFailed) as caught:
        await asked
    return caught.value.reason


async def test_a_request_says_what_it_should_and_nothing_else(serve: Any) -> None:
    server = Server()
    async with serve(server) as port:
        answer = await client(port).request(
            "POST",
            f"http://127.0.0.1:{port}/hook?a=1#fragment",
            content=b'{"x":1}',
            headers={"Content-Type": "application/json", "X-Signature": "v1,abc"},
        )
    assert (answer.status, answer.body, answer.truncated) == (200, b"ok", False)
    assert answer.url == f"http://127.0.0.1:{port}/hook?a=1"
    assert answer.headers["content-length"] == "2"
    assert server.bodies == [b'{"x":1}']
    lines = server.heads[0].lower().strip().split("\r\n")
    assert lines[0] == "post /hook?a=1 http/1.1"
    assert sorted(lines[1:]) == [
        "accept-encoding: identity",
        "accept: */*",
        "connection: close",
        "content-length: 7",
        "content-type: application/json",
        f"host: 127.0.0.1:{port}",
        "user-agent: ecomm/1",
        "x-signature: v1,abc",
    ]


@pytest.mark.parametrize("status", [201, 204, 304, 404, 410, 429, 500])
async def test_every_status_is_an_answer(status: int, serve: Any) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nRetry-After: 7\r\n\r\n"
    async with serve(Server(head.encode())) as port:
        answer = await client(port).request("GET", f"http://127.0.0.1:{port}/")
    assert (answer.status, answer.body) == (status, b"")
    assert answer.headers["Retry-After"] == "7"


async def test_cookies_are_neither_kept_nor_sent(serve: Any) -> None:
    server = Server(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
    async with serve(server) as port:
        asking = client(port)
        for _ in range(2):
            await asking.request("GET", f"http://127.0.0.1:{port}/")
    assert "cookie" not in "".join(server.heads).lower()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Host", "127.0.0.1"),
        ("host", "x"),
        ("Cookie", "a=b"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "0"),
        ("Connection", "keep-alive"),
        ("Proxy-Authorization", "x"),
        ("X-A", "b\r\nHost: c"),
        ("X-A\r\nX-B", "c"),
        ("X A", "b"),
        ("X-A:", "b"),
        ("", "b"),
        ("X-A", "\x00"),
        ("X-Ä", "b"),
        ("X-A", "ä"),
    ],
)
async def test_headers_that_would_change_the_request_are_refused(
    name: str, value: str, serve: Any
) -> None:
    server = Server()
    async with serve(server) as port:
        with pytest.raises(OutboundRefused) as caught:
            await client(port).request("GET", f"http://127.0.0.1:{port}/", headers={name: value})
    assert caught.value.reason is Refusal.HEADER
    assert server.heads == []


@pytest.mark.parametrize("method", ["get", "CONNECT", "TRACE", "OPTIONS", "", "GET /\r\nX: y"])
async def test_other_methods_are_a_mistake(method: str) -> None:
    with pytest.raises(ValueError, match="method"):
        await client().request(method, "http://127.0.0.1/")


@pytest.mark.parametrize(("method", "redirects"), [("POST", 1), ("GET", 6), ("GET", -1)])
async def test_redirect_limits_are_bounded(method: str, redirects: int) -> None:
    with pytest.raises(ValueError, match="redirects"):
        await client().request(method, "http://127.0.0.1/", max_redirects=redirects)


async def test_a_redirect_is_an_answer_unless_asked_to_follow(serve: Any) -> None:
    server = Server(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
    async with serve(server) as port:
        answer = await client(port).request("GET", f"http://127.0.0.1:{port}/")
        assert answer.status == 302
        assert len(server.heads) == 1
        looping = client(port).request("GET", f"http://127.0.0.1:{port}/", max_redirects=3)
        assert await failing(looping) is Failure.REDIRECTS
    assert len(server.heads) == 1 + 4


async def test_headers_do_not_follow_to_another_origin(serve: Any) -> None:
    last = Server()
    async with serve(last) as there:
        onward = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{there}/b\r\n\r\n"
        async with serve(Server(onward.encode())) as here:
            answer = await client(here, there).request(
                "GET",
                f"http://127.0.0.1:{here}/a",
                headers={"Authorization": "Bearer canary", "X-Key": "canary", "Accept": "image/*"},
                max_redirects=1,
            )
    assert answer.url == f"http://127.0.0.1:{there}/b"
    assert "canary" not in last.heads[0]
    assert "accept: image/*" in last.heads[0].lower()


async def test_the_limit_is_exact_and_cuts_when_asked(serve: Any) -> None:
    body = b"x" * 1000
    for head in ("Content-Length: 1000\r\n", ""):
        async with serve(Server(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body)) as port:
            url = f"http://127.0.0.1:{port}/"
            assert (await client(port).request("GET", url, max_bytes=1000)).body == body
            short = client(port).request("GET", url, max_bytes=999)
            assert await failing(short) is Failure.TOO_LARGE
            cut = await client(port).request("GET", url, max_bytes=999, truncate=True)
            assert (len(cut.body), cut.truncated) == (999, True)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "GZIP"])
async def test_compressed_answers_are_read(coding: str, serve: Any) -> None:
    body = os.urandom(5000) + b"x" * 50_000
    packed = zlib.compress(body) if coding == "deflate" else gzip.compress(body, mtime=0)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n"
    async with serve(Server(head.encode() + packed)) as port:
        answer = await client(port).request("GET", f"http://127.0.0.1:{port}/")
    assert answer.body == body


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", b"x"),
        ("zstd", b"x"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0)),
        ("gzip", b"no gzip at all"),
        ("gzip", gzip.compress(bytes(range(256)) * 4, mtime=0)[:200]),
        ("klingon", b"x"),
    ],
)
async def test_unknown_stacked_and_broken_codings_fail(
    coding: str, body: bytes, serve: Any
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode()
    async with serve(Server(head + body)) as port:
        asked = client(port).request("GET", f"http://127.0.0.1:{port}/")
        assert await failing(asked) is Failure.ENCODING


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"\x00" * (1 << 20)
    return b"".join([packer.compress(block) for _ in range(size >> 20)]) + packer.flush()


@pytest.mark.parametrize("kind", ["gzip bomb", "endless gzip", "endless body", "endless chunks"])
async def test_a_bomb_costs_no_memory(kind: str, serve: Any) -> None:
    packed = bomb(200 << 20) if kind == "gzip bomb" else b""

    async def explode(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        coding = "Content-Encoding: gzip\r\n" if "gzip" in kind else ""
        chunked = "Transfer-Encoding: chunked\r\n" if kind == "endless chunks" else ""
        writer.write(f"HTTP/1.1 200 OK\r\n{coding}{chunked}\r\n".encode())
        if kind == "gzip bomb":
            writer.write(packed)
        elif kind == "endless gzip":
            writer.write(gzip.compress(b"", mtime=0)[:10])  # a header, then empty blocks for ever
        while True:
            await writer.drain()
            if kind == "gzip bomb":
                return
            empty_block = b"\x00\x00\x00\xff\xff"
            filler = {"endless gzip": empty_block * 2000, "endless body": b"x" * 10_000}
            writer.write(filler.get(kind, b"1\r\nx\r\n" * 1000))

    async with serve(explode) as port:
        tracemalloc.start()
        asked = client(port).request("GET", f"http://127.0.0.1:{port}/", max_bytes=1 << 20)
        reason = await failing(asked)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    # A megabyte of one-byte chunks takes longer than the time limit, which is as good.
    late = {Failure.TIMEOUT} if kind == "endless chunks" else set()
    assert reason in {Failure.TOO_LARGE} | late
    assert peak < 10 << 20


async def test_tiny_chunks_do_not_hold_the_loop(serve: Any) -> None:
    async def crumbs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        writer.write(b"1\r\nx\r\n" * 60_000 + b"0\r\n\r\n")
        await writer.drain()

    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with serve(crumbs) as port:
        counting = asyncio.create_task(count())
        # Its own time on a busy machine is not what is asked.
        await client(port, total_timeout=60).request("GET", f"http://127.0.0.1:{port}/")
        counting.cancel()
    assert turns > 60_000 / 64


async def test_silence_dripping_and_endless_headers_end_in_time(serve: Any) -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async def slow_headers(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    async def early_hints(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    for talk in (silent, drip, slow_headers, early_hints):
        async with serve(talk) as port:
            asked = client(port, total_timeout=0.4).request("GET", f"http://127.0.0.1:{port}/")
            async with asyncio.timeout(HANG_LIMIT):  # the other side would go on for ever
                assert await failing(asked) is Failure.TIMEOUT


async def test_redirects_share_one_time_limit(serve: Any) -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with serve(slow) as port:
        asked = client(port, total_timeout=0.5).request(
            "GET", f"http://127.0.0.1:{port}/", max_redirects=5
        )
        assert await failing(asked) is Failure.TIMEOUT


async def test_a_resolver_that_hangs_ends_in_time() -> None:
    async def hangs(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    asked = client(resolver=hangs, total_timeout=0.2).request("GET", "http://shop.example.com/")
    assert await failing(asked) is Failure.TIMEOUT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"-ERR unknown command\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 40_000 + b"\r\n",
    ],
)
async def test_what_is_no_http_fails(answer: bytes, serve: Any) -> None:
    async with serve(Server(answer)) as port:
        asked = client(port).request("GET", f"http://127.0.0.1:{port}/")
        assert await failing(asked) is Failure.PROTOCOL


async def test_nobody_listening_fails_and_the_next_address_is_tried(serve: Any) -> None:
    assert await failing(client(9).request("GET", "http://127.0.0.1:9/")) is Failure.CONNECT

    async def two(_host: str, _port: int) -> list[str]:
        return ["::1", "127.0.0.1"]

    async with serve(Server()) as port:
        policy = OutboundPolicy.build(local=True, allow=[f"fake.example.com:{port}"])
        answer = await OutboundClient(policy, resolver=two).request(
            "GET", f"http://fake.example.com:{port}/"
        )
    assert answer.body == b"ok"


async def test_a_hundred_requests_leave_nothing_open(serve: Any) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async with serve(Server()) as port:
        url = f"http://127.0.0.1:{port}/"
        await client(port).request("GET", url)
        before = descriptors()
        for _ in range(100):
            await client(port).request("GET", url, max_bytes=10)
            await failing(client(port).request("GET", url, max_bytes=1))
        async with asyncio.timeout(HANG_LIMIT):
            while descriptors() > before + 2:  # noqa: ASYNC110 - the other side closes its ends a moment later
                await asyncio.sleep(0.01)


async def test_the_system_resolver_is_asked_in_its_own_threads() -> None:
    assert "127.0.0.1" in await resolve_by_system("localhost", 80)


def test_a_forked_child_can_look_up_names() -> None:
    assert _lookups.threads.submit(int, "1").result(timeout=HANG_LIMIT) == 1
    child = os.fork()
    if child == 0:
        try:
            os._exit(_lookups.threads.submit(int, "0").result(timeout=HANG_LIMIT))
        except TimeoutError:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
