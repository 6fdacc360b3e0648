"""The official Stripe client over a bounded HTTP client of our own.

stripe-python offers a base class for custom HTTP clients; its stock asynchronous one waits
80 seconds, has no limit on a reply's size and takes an HTTP library we do not otherwise use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import httpx2
import stripe

CONNECT_TIMEOUT: Final = 3.0
TOTAL_TIMEOUT: Final = 15.0
MAX_REPLY_BYTES: Final = 8 * 1024 * 1024
"""A page of 100 expanded sessions is well under 1 MiB."""

_SENT_HEADERS: Final = frozenset(
    {"authorization", "content-type", "idempotency-key", "stripe-account", "stripe-version"}
)
_USER_AGENT: Final = f"ecomm-connectors stripe-python/{stripe.VERSION}"


class NoAnswerError(stripe.APIConnectionError):
    """The exchange did not end in a complete answer; the library must not retry it."""

    def __init__(self, why: str) -> None:
        # The direct parent's constructor is not typed and adds only `should_retry`.
        stripe.StripeError.__init__(self, why)
        self.should_retry = False


class BoundedHTTPClient(stripe.HTTPClient):
    """One attempt, connected within 3 s and over within 15 s, at most 8 MiB, no redirects.

    Only what the API needs is sent: the library's description of the host it runs on is not.
    """

    name = "httpx2"

    def __init__(
        self, *, connect_timeout: float = CONNECT_TIMEOUT, total_timeout: float = TOTAL_TIMEOUT
    ) -> None:
        super().__init__()
        self._total_timeout = total_timeout
        self._client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(total_timeout, connect=connect_timeout),
            follow_redirects=False,
        )

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """(body, status, case-insensitive headers); raises `NoAnswerError`."""
        sent = {key: value for key, value in headers.items() if key.lower() in _SENT_HEADERS}
        sent["User-Agent"] = _USER_AGENT
        try:
            async with asyncio.timeout(self._total_timeout):
                return await self._exchange(method, url, sent, post_data)
        except (TimeoutError, httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
            raise NoAnswerError(type(error).__name__) from error

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any
    ) -> tuple[bytes, int, Mapping[str, str]]:
        body = bytearray()
        async with self._client.stream(
            method.upper(), url, headers=headers, content=post_data
        ) as response:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_REPLY_BYTES:
                    raise NoAnswerError("answer too long")
        return bytes(body), response.status_code, response.headers

    async def sleep_async(self, secs: float) -> None:
        """The library waits here between its own retries (which we switch off)."""
        await asyncio.sleep(secs)

    async def close_async(self) -> None:
        """Close the connection pool."""
        await self._client.aclose()


def make_client(
    api_key: str, http_client: BoundedHTTPClient, *, base_url: str | None = None
) -> stripe.StripeClient:
    """A client that makes exactly one attempt per call, on the API version the library was
    generated for. Retries are the caller's: it holds the idempotency key and no transaction.

    base_url: another address for the API, for the local fake; None means Stripe's.
    """
    # A process-wide switch of the library. Left on, it writes an identifier into the home folder.
    stripe.enable_telemetry = False
    if base_url is None:
        return stripe.StripeClient(api_key, http_client=http_client, max_network_retries=0)
    return stripe.StripeClient(
        api_key,
        http_client=http_client,
        max_network_retries=0,
        base_addresses={"api": base_url},
    )
