"""One exchange: a signed POST through the guarded client, and what came back. Holds nothing of the
database."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from ecomm_core import clock
from ecomm_core.delivery.pacing import asked_to_wait
from ecomm_core.delivery.signing import platform_headers, standard_headers
from ecomm_core.http import OutboundClient, OutboundFailed, OutboundRefused

TIMEOUT: Final = 10.0
KEPT: Final = 64 * 1024
"""Bytes of an answer that are read, and kept."""
_HEADERS_KEPT: Final = 50
_VALUE_KEPT: Final = 1_000
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out now, and to whom."""

    tenant_id: UUID
    endpoint_id: UUID
    delivery_id: UUID
    message_id: UUID
    type: str
    body: str
    test: bool
    attempt: int
    round: int
    give_up_at: datetime
    purpose: str
    url: str
    secrets: tuple[str, ...]
    """The newest first. Never in a log, an error or a row."""
    platform: bool
    """Whether the receiver is a product of ours, which also gets the platform's headers."""

    def __repr__(self) -> str:
        """Without secrets and body: representations end up in logs."""
        return f"Message({self.delivery_id}, attempt={self.attempt})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a try came to. `code` is None where nobody answered."""

    at: datetime
    code: int | None
    latency_ms: int
    error: str | None
    wait: timedelta | None
    """What the receiver asked for."""
    request_headers: dict[str, str]
    response_headers: dict[str, str] | None
    response_body: str | None

    @property
    def ok(self) -> bool:
        """Taken: 2xx."""
        return self.error is None

    @property
    def gone(self) -> bool:
        """The receiver wants no more messages, ever."""
        return self.code == GONE


async def send(client: OutboundClient, message: Message, seconds: float = TIMEOUT) -> Outcome:
    """Try once: resolved, checked and pinned anew, no redirects, 10 s, 64 KiB. Raises nothing that
    a receiver could cause."""
    at = clock.now()
    body, stamp = message.body.encode("utf-8"), int(at.timestamp())
    headers = {
        "content-type": "application/json",
        **standard_headers(str(message.message_id), stamp, body, message.secrets),
    }
    if message.platform:
        headers |= platform_headers(
            str(message.message_id), message.type, stamp, body, message.secrets[0]
        )
    began = time.perf_counter()
    code = wait = answered = text = None
    try:
        answer = await client.request(
            "POST",
            message.url,
            content=body,
            headers=headers,
            max_bytes=KEPT,
            truncate=True,
            total_timeout=seconds,
        )
    except (OutboundRefused, OutboundFailed) as failure:
        error: str | None = f"{failure.reason}: {failure}"
    else:
        code, answered = answer.status, _kept(answer.headers)
        text = answer.body.decode("utf-8", "replace").replace("\x00", "\ufffd")
        error = _judged(code)
        wait = None if error is None else asked_to_wait(answer.headers.get("retry-after"), at)
    return Outcome(
        at=at,
        code=code,
        latency_ms=round((time.perf_counter() - began) * 1000),
        error=error,
        wait=wait,
        request_headers=headers,
        response_headers=answered,
        response_body=text,
    )


def _judged(code: int) -> str | None:
    if 200 <= code < 300:
        return None
    if code == GONE:
        return "gone: the receiver wants no more messages"
    if 300 <= code < 400:
        return f"status: {code}, and redirects are not followed"
    return f"status: {code}"


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """As many as a person reads, without what PostgreSQL cannot store."""
    found = list(headers.items())[:_HEADERS_KEPT]
    return {
        name[:100].replace("\x00", ""): value[:_VALUE_KEPT].replace("\x00", "")
        for name, value in found
    }
