"""What providers say about waiting, and waiting for them."""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from llm_gateway.failures import Kind, ProviderFailed

_LONGEST: Final = 3600.0


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `Retry-After` (RFC 9110: seconds or a date)."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return _bounded(milliseconds / 1000)
    said = headers.get("retry-after")
    if said is None:
        return None
    seconds = _number(said)
    if seconds is not None:
        return _bounded(seconds)
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return _bounded((when - (now or datetime.now(UTC))).total_seconds())


def _number(said: str | None) -> float | None:
    try:
        value = float(said) if said is not None else None
    except ValueError:
        return None
    return None if value is None or math.isnan(value) else value


def _bounded(seconds: float) -> float:
    return max(0.0, min(seconds, _LONGEST))


@asynccontextmanager
async def within(deadline: float, kind: Kind, message: str) -> AsyncIterator[None]:
    """Until a moment of the loop's clock; later is a failure of this kind."""
    try:
        async with asyncio.timeout_at(deadline):
            yield
    except TimeoutError as exc:
        raise ProviderFailed(kind, message) from exc
