"""The internal client reaches the origins of settings and nothing else."""

import asyncio
import gzip
from typing import Any

import pytest

from ecomm_core.http import InternalClient, InternalFailed, OriginNotAllowed


class Server:
    """Keeps connections open; remembers requests and how many connections brought them."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") -> None:
        self.answer = answer
        self.heads: list[str] = []
        self.connections = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
            writer.write(self.answer)
            await writer.drain()


async def test_connections_are_kept(serve: Any) -> None:
    server = Server(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok")
    async with serve(server) as port, InternalClient([f"http://127.0.0.1:{port}"]) as client:
        for _ in range(5):
            answer = await client.request(
                "POST", f"http://127.0.0.1:{port}/x?y=1", headers={"X-Key": "k"}
            )
            assert (answer.status, answer.body) == (200, b"ok")
    assert server.connections == 1
    assert len(server.heads) == 5
    assert server.heads[0].startswith("POST /x?y=1 HTTP/1.1\r\n")
    assert "X-Key: k" in server.heads[0]
    assert "cookie" not in "".join(server.heads).lower()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:{port}/",
        "https://127.0.0.1:{port}/",
        "http://127.0.0.1/",
        "http://user@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@example.com/",
        "http://127.0.0.1:{port}.example.com/",
        "http://example.com/#@127.0.0.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "file:///etc/passwd",
        "/path",
        "",
        "http://127.0.0.1:{port}/\r\nX: y",
    ],
)
async def test_other_origins_are_refused_without_connecting(
    url: str, serve: Any, oracle: Any
) -> None:
    server = Server()
    async with serve(server) as port, InternalClient([f"http://127.0.0.1:{port}"]) as client:
        with pytest.raises(OriginNotAllowed):
            await client.request("GET", url.replace("{port}", str(port)))
    assert oracle.connects == []


async def test_a_redirect_is_an_answer(serve: Any, oracle: Any) -> None:
    server = Server(b"HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
    async with serve(server) as port, InternalClient([f"http://127.0.0.1:{port}/"]) as client:
        answer = await client.request("GET", f"http://127.0.0.1:{port}/")
    assert answer.status == 307
    assert answer.headers["location"] == "http://127.0.0.1:9/"
    assert oracle.connects == [("127.0.0.1", port)]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + b"x" * 2000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 2000, mtime=0),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
        b"nonsense\r\n\r\n",
    ],
)
async def test_too_much_and_nonsense_fail(answer: bytes, serve: Any) -> None:
    async with (
        serve(Server(answer)) as port,
        InternalClient([f"http://127.0.0.1:{port}"]) as client,
    ):
        with pytest.raises(InternalFailed):
            await client.request("GET", f"http://127.0.0.1:{port}/", max_bytes=1000)


async def test_silence_and_nobody_fail_in_time(serve: Any) -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serve(silent) as port:
        origins = [f"http://127.0.0.1:{port}", "http://127.0.0.1:9"]
        async with InternalClient(origins, total_timeout=0.2) as client:
            with pytest.raises(InternalFailed, match="in time"):
                await client.request("GET", f"http://127.0.0.1:{port}/")
            with pytest.raises(InternalFailed):
                await client.request("GET", "http://127.0.0.1:9/")


async def test_a_server_that_closed_meanwhile_is_asked_anew(serve: Any) -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()

    async with serve(once) as port, InternalClient([f"http://127.0.0.1:{port}"]) as client:
        for _ in range(3):
            assert (await client.request("POST", f"http://127.0.0.1:{port}/")).body == b"ok"
            await asyncio.sleep(0.02)


async def test_proxies_of_the_environment_are_not_used(
    serve: Any, oracle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with serve(Server()) as port, InternalClient([f"http://127.0.0.1:{port}"]) as client:
        await client.request("GET", f"http://127.0.0.1:{port}/")
    assert oracle.connects == [("127.0.0.1", port)]


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "127.0.0.1:80",
        "ftp://host",
        "http://",
        "http://u@host",
        "http://host/path",
        "http://h?x",
    ],
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="not an origin"):
        InternalClient([origin])
