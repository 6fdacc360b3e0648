"""What happens right after a commit: cached replies are dropped, the outbox relay is woken.

NOTIFY is sent outside the transaction (inside, it serialises all commits), on one connection of
its own, several commits in one statement. A lost signal costs time, never an event: the relay
polls and cached replies live 60 s at most.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.db.lost import LOST
from ecomm_core.logging import get_logger

log = get_logger(__name__)

MAX_NOTIFY_BYTES = 7_000
"""PostgreSQL refuses payloads of 8,000 bytes and more."""

GATHER_SECONDS = 0.02
"""A wake waits so long for others: what one action commits in a row wakes the relay once, and
travels together (a paid order's webhook and mail: a third off worker and clock). Dropped tags do
not wait, for prices are right at once."""

LONGEST_DEAF = 0.5
"""Seconds between two attempts to listen again: what is cached meanwhile may be that old."""

Listener = Callable[[frozenset[str], bool], None]
"""(dropped tags, whether to wake the relay); the tag `*` stands for everything."""


EVERYTHING = frozenset({"*"})


def _set(event: asyncio.Event, *_: object) -> None:
    event.set()


@dataclass(slots=True)
class Pending:
    """Signals collected while a transaction runs."""

    tags: set[str] = field(default_factory=set)
    wake: bool = False


def pending(session: AsyncSession) -> Pending:
    """The signals of this session's transaction."""
    found = session.info.get("pending")
    if not isinstance(found, Pending):
        found = session.info["pending"] = Pending()
    return found


def drop_tags(session: AsyncSession, *tags: str) -> None:
    """Drop cached replies that carry one of the tags, once this transaction has committed."""
    pending(session).tags.update(tags)


class Signals:
    """Sends and receives the signals of one service's database."""

    def __init__(self, direct_url: str, channel: str) -> None:
        self._url = direct_url
        self._channel = f"ecomm_{channel}"
        self._listeners: list[Listener] = []
        self._queued = Pending()
        self._hurry = asyncio.Event()
        self._sender: asyncpg.Connection[asyncpg.Record] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None
        self.connected = asyncio.Event()

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` on each signal, from this process (at once) or another one."""
        self._listeners.append(listener)

    async def after_commit(self, signals: Pending) -> None:
        """Act here now; tell the other processes in the background."""
        if not signals.tags and not signals.wake:
            return
        self._tell(frozenset(signals.tags), wake=signals.wake)
        self._queued.tags |= signals.tags
        self._queued.wake = self._queued.wake or signals.wake
        if signals.tags:
            self._hurry.set()
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    def _tell(self, tags: frozenset[str], *, wake: bool) -> None:
        for listener in self._listeners:
            listener(tags, wake)

    async def _send(self) -> None:
        while self._queued.tags or self._queued.wake:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), GATHER_SECONDS)
            self._hurry.clear()
            batch, self._queued = self._queued, Pending()
            payload = json.dumps({"t": sorted(batch.tags), "w": batch.wake}, separators=(",", ":"))
            if len(payload) > MAX_NOTIFY_BYTES:
                payload = '{"t":["*"],"w":true}'
            try:
                if self._sender is None or self._sender.is_closed():
                    self._sender = await asyncpg.connect(self._url, timeout=5)
                await self._sender.execute(
                    "select pg_notify($1, $2)", self._channel, payload, timeout=5
                )
            except LOST as exc:
                log.warning("signal_lost", error=repr(exc))
                await self._drop_sender()

    async def _drop_sender(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.terminate()

    def listen(self) -> None:
        """Start listening in the background; reconnects by itself, dropping everything first."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        delay = 0.1
        while True:
            lost = asyncio.Event()
            connection = None
            try:
                connection = await asyncpg.connect(self._url, timeout=5)
                connection.add_termination_listener(partial(_set, lost))
                await connection.add_listener(self._channel, self._receive)
                # What was signalled while nobody listened is unknown: forget all.
                self._tell(EVERYTHING, wake=True)
                self.connected.set()
                delay = 0.1
                await lost.wait()
            except Exception as exc:  # noqa: BLE001 - a listener that ends leaves stale prices behind
                log.warning("listener_lost", error=repr(exc))
            finally:
                self.connected.clear()
                self._tell(EVERYTHING, wake=False)
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DEAF)

    def _receive(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        try:
            message = json.loads(str(payload))
            tags, wake = frozenset(map(str, message["t"])), bool(message["w"])
        except (ValueError, KeyError, TypeError):
            log.warning("signal_unreadable")
            tags, wake = EVERYTHING, True
        self._tell(tags, wake=wake)

    async def close(self) -> None:
        """Send what is queued, then stop."""
        self._hurry.set()
        if self._sending is not None:
            await self._sending
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None
        if self._sender is not None:
            await self._sender.close()
            self._sender = None
