"""The guarded client as channels' adapters use it, and one exchange of JSON over it. A redirect is
never followed: the request bears credentials."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from ecomm_connectors.channels.errors import ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.suppliers.errors import SupplierUnavailable
from ecomm_connectors.suppliers.wire import parsed, retry_after
from ecomm_core.http import Failure, OutboundClient, OutboundFailed, OutboundRefused

MAX_BYTES: Final = 16 * 1024 * 1024
"""Of one page."""
PATIENCE: Final = 6.0
"""Seconds that we wait for our turn rather than say no."""
TRIES: Final = 5
"""Times that a call is sent which certainly did nothing."""
NOTHING_SENT: Final = frozenset({Failure.RESOLVE, Failure.CONNECT, Failure.TLS})

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its JSON (decimals exact); `data` is None where the body was empty."""

    status: int
    headers: Mapping[str, str]
    data: Any


class ChannelHttp:
    """JSON over the guarded client. sleep: how waiting for a turn is done."""

    def __init__(self, client: OutboundClient, *, sleep: Sleep = asyncio.sleep) -> None:
        self._client = client
        self.sleep = sleep

    async def ask(
        self,
        method: str,
        url: str,
        *,
        payload: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One exchange; an answer below 500 that is no redirect and no 429.

        Raises ChannelUnavailable (`untouched` where no connection was made, or for a 429: limits
        are judged before anything is done), ChannelRefused (`invalid`) for an address that may not
        be asked or that leads elsewhere.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        content = None
        if payload is not None:
            content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
            sent["Content-Type"] = "application/json"
        try:
            answer = await self._client.request(
                method, url, content=content, headers=sent, max_bytes=MAX_BYTES
            )
        except OutboundRefused as error:
            raise ChannelRefused(Refusal.INVALID, str(error)[:300]) from error
        except OutboundFailed as error:
            raise ChannelUnavailable(
                str(error)[:300], untouched=error.reason in NOTHING_SENT
            ) from error
        if answer.status == 429:
            turn = retry_after(answer.headers) or 2.0
            raise ChannelUnavailable("too many requests", retry_after=turn, untouched=True)
        if answer.status >= 500 or answer.status == 408:
            wait = retry_after(answer.headers)
            raise ChannelUnavailable(f"the shop answered {answer.status}", retry_after=wait)
        if 300 <= answer.status < 400:
            raise ChannelRefused(
                Refusal.INVALID, "This address leads elsewhere. Type where the shop really is."
            )
        return Reply(answer.status, answer.headers, _parsed(answer.body, answer.status))

    async def patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Send a call again that the channel's limit refused, after the time it asks for; gives up
        where that is long. Only what certainly did nothing is sent again."""
        for attempt in range(TRIES):
            try:
                return await call()
            except ChannelUnavailable as error:
                wait = error.retry_after or 2.0**attempt / 4
                limited = error.untouched and error.retry_after is not None
                if not limited or attempt == TRIES - 1 or wait > PATIENCE:
                    raise
                await self.sleep(wait)
        raise AssertionError("the last try returns or raises")


def _parsed(body: bytes, status: int) -> Any:
    try:
        return parsed(body)
    except SupplierUnavailable as error:
        if status >= 400:
            return None  # a refusal in words for people: the status says enough
        raise ChannelUnavailable("the shop's answer cannot be read") from error
