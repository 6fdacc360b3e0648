"""SMTP servers that vanish, dawdle and talk nonsense: each ends in time and by its right name."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ecomm_core.mail import Address, Mail, MailUnavailable, MailUnknown, SmtpTransport
from ecomm_core.mail.smtp import Security

HANG_LIMIT = 60.0
"""Seconds after which a test says that nothing came; no machine is that slow."""


def mail() -> Mail:
    sender, to = Address("shop@example.com", "Kettle"), Address("jane@example.org")
    return Mail(sender, to, "Order", "Thank you.", "order:1")


def plain(port: int, **options: Any) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", port, security=Security.NONE, **options)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def scripted(talk: Talk) -> AsyncIterator[int]:
    """A server that misbehaves on purpose."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left, which is what most of these tests want
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def say(writer: asyncio.StreamWriter, line: str) -> None:
    writer.write(f"{line}\r\n".encode())
    await writer.drain()


async def until_data(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await say(writer, "220 hello")
    while line := await reader.readline():
        if line.upper().startswith(b"DATA"):
            await say(writer, "354 go on")
            await reader.readuntil(b"\r\n.\r\n")
            return
        await say(writer, "250 OK")


async def test_after_a_connection_lost_behind_the_message_nobody_knows() -> None:
    async def vanish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await until_data(reader, writer)

    async with scripted(vanish) as port:
        with pytest.raises(MailUnknown):
            await plain(port).send(mail())


@pytest.mark.parametrize("goodbye", ["silence", "close", "500 what?"])
async def test_a_rude_goodbye_does_not_undo_an_accepted_mail(goodbye: str) -> None:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await until_data(reader, writer)
        await say(writer, "250 accepted")
        await reader.readline()
        if goodbye == "silence":
            await reader.read()
        elif goodbye != "close":
            await say(writer, goodbye)

    async with scripted(accept) as port:
        await plain(port).send(mail())


async def test_silence_dripping_and_dawdling_end_in_time() -> None:
    async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"220-still here\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    async def dawdle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Every answer comes just in time; the whole does not.
        for answer in ("220 hello", "250 OK", "250 OK", "250 OK", "354 go on"):
            await asyncio.sleep(0.2)
            await say(writer, answer)
            await reader.readline()
        await reader.readuntil(b".\r\n")
        await say(writer, "250 accepted")

    for talk in (silence, drip, dawdle):
        async with scripted(talk) as port:
            with pytest.raises(MailUnavailable):
                async with asyncio.timeout(HANG_LIMIT):  # silence and drops would go on for ever
                    await plain(port, command_timeout=0.3, total_timeout=0.6).send(mail())


@pytest.mark.parametrize("greeting", ["554 no", "421 busy", "nonsense", ""])
async def test_a_server_that_does_not_serve_us_is_unavailable(greeting: str) -> None:
    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if greeting:
            await say(writer, greeting)

    async with scripted(refuse) as port:
        with pytest.raises(MailUnavailable):
            await plain(port).send(mail())


async def test_nobody_listening_is_unavailable() -> None:
    with pytest.raises(MailUnavailable):
        await plain(9).send(mail())
