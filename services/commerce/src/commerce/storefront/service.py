"""Telling the storefronts which of their cached pages are stale, by signed calls (web.md §1)."""

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

from ecomm_core.crypto import sign_hmac
from ecomm_core.errors import TemporaryFailure
from ecomm_core.http import InternalClient, InternalFailed
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.settings import CoreSettings

log = get_logger(__name__)

PART = "storefront"
PATH = "/api/revalidate"
SIGNATURE = "X-Ecomm-Signature"
NONE = "none"
TIMEOUT = 5.0
MAX_TAGS = 1000
"""Tags in one call."""


class NotRevalidated(TemporaryFailure):
    """An instance did not acknowledge; the outbox tries again."""


class Revalidator(Protocol):
    """Makes storefronts forget."""

    async def revalidate(self, tags: Sequence[str]) -> None:
        """Return once every instance has acknowledged. Raises NotRevalidated."""
        ...


class Storefronts:
    """The storefront instances that settings name."""

    def __init__(self, client: InternalClient, origins: Iterable[str], key: bytes) -> None:
        self._client = client
        self._origins = [origin.rstrip("/") for origin in origins]
        self._key = key

    async def revalidate(self, tags: Sequence[str]) -> None:
        """Tell all instances at once."""
        for start in range(0, len(tags), MAX_TAGS):
            # The signature's age is judged by real clocks, never by the shiftable one.
            told = {"tags": list(tags[start : start + MAX_TAGS]), "at": int(time.time())}
            body = json.dumps(told, separators=(",", ":")).encode()
            calls = [self._one(origin, body) for origin in self._origins]
            failed = [failure for failure in await asyncio.gather(*calls) if failure is not None]
            if failed:
                raise NotRevalidated("; ".join(failed))

    async def _one(self, origin: str, body: bytes) -> str | None:
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: f"sha256={sign_hmac(self._key, body).hex()}",
        }
        try:
            answer = await self._client.request(
                "POST", f"{origin}{PATH}", content=body, headers=headers, total_timeout=TIMEOUT
            )
        except InternalFailed as error:
            return str(error)
        if 200 <= answer.status < 300:
            return None
        return f"{origin} answered {answer.status}"


def origins_of(settings: CoreSettings) -> list[str]:
    """The instances that get revalidation calls; none where settings say that none runs."""
    if settings.storefront_instances == [NONE]:
        return []
    return settings.storefront_instances or [settings.storefront_url]


def install(kernel: Kernel, client: InternalClient) -> None:
    """Make this process's caller."""
    settings = kernel.settings
    key = settings.internal_key.get_secret_value()
    kernel.parts[PART] = Storefronts(client, origins_of(settings), key)
