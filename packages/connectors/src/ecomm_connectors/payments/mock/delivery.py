"""The mock's webhooks: signed, sent to our own webhook route, kept until it answers 2xx.

At least once, in no promised order, like any provider's: a delivery that succeeds while its
bookkeeping fails is sent again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import httpx2

from ecomm_connectors.payments.mock.disputing import dispute_ref
from ecomm_connectors.payments.mock.provider import SIGNATURE_HEADER, MockProvider
from ecomm_connectors.payments.mock.session import MockSession, PendingWebhook
from ecomm_connectors.payments.signature import sign

WebhookSender = Callable[[bytes, Mapping[str, str]], Awaitable[int]]
"""(raw body, headers) → HTTP status of the webhook route. May raise anything: not delivered."""

DELIVERY_TIMEOUT: Final = 5.0
_FIRST_RETRY: Final = timedelta(seconds=5)
_LONGEST_RETRY: Final = timedelta(hours=1)
_KEPT: Final = timedelta(days=3)
"""As long as Stripe tries; after that only `fetch` tells."""


class HttpWebhookSender:
    """Posts to the webhook route over HTTP. One per event loop; `aclose()` it."""

    def __init__(self, url: str, *, total_timeout: float = DELIVERY_TIMEOUT) -> None:
        self._url = url
        self._client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(total_timeout, connect=3.0),
            follow_redirects=False,
            # The route is our own: no proxy from the environment stands between.
            trust_env=False,
        )

    async def __call__(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        async with self._client.stream(
            "POST", self._url, content=raw_body, headers=headers
        ) as reply:
            return reply.status_code

    async def aclose(self) -> None:
        """Close the connection pool."""
        await self._client.aclose()


class MockCourier:
    """Delivers what sessions have pending. Call `run_due` every few seconds from a clock."""

    def __init__(
        self,
        provider: MockProvider,
        sender: WebhookSender,
        *,
        timeout: float = DELIVERY_TIMEOUT,
    ) -> None:
        self.provider = provider
        self._sender = sender
        self._timeout = timeout

    async def run_due(self, *, limit: int = 50) -> int:
        """Let due late payments arrive, due sessions expire and due webhooks go out.

        Returns how many sessions were looked at; call again while it returns `limit`.
        """
        due = await self.provider.state.list_due(self.provider.clock(), limit)
        for session in due:
            await self.flush(session.id, known=session)
        return len(due)

    async def flush(self, session_id: str, *, known: MockSession | None = None) -> bool:
        """Send a session's due webhooks, one attempt each, in order. True when none is left.

        known: the session as the caller just read it, to save reading it again.
        """
        session = await self.provider.current(session_id, known=known)
        now = self.provider.clock()
        for webhook in session.pending_webhooks:
            if webhook.due_at > now:
                continue
            delivered = await self._attempt(session, webhook)
            # Usually nothing else happened during the delivery; if it did, this reads again.
            outcome = _outcome(webhook, delivered)
            session = await self.provider.change(session_id, outcome, known=session)
        return not session.pending_webhooks

    async def _attempt(self, session: MockSession, webhook: PendingWebhook) -> bool:
        body = event_body(session, webhook)
        stamp = int(self.provider.clock().timestamp())
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(self.provider.secret, body, stamp),
        }
        sends = [self._send(body, headers) for _ in range(webhook.copies)]
        return all(await asyncio.gather(*sends))

    async def _send(self, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            async with asyncio.timeout(self._timeout):
                return 200 <= await self._sender(body, headers) < 300
        except Exception:  # noqa: BLE001 - a sender may fail in any way; the webhook stays pending
            return False


def event_body(session: MockSession, webhook: PendingWebhook) -> bytes:
    """The JSON that is signed and sent: which payment, what kind of event, when. No amounts: the
    receiver reads the truth with `fetch`."""
    said = {
        "id": webhook.event_id,
        "type": webhook.type,
        "created": int(webhook.occurred_at.timestamp()),
        "payment": session.id,
        "reference": session.reference,
    }
    if webhook.type.startswith("dispute."):
        said["dispute"] = dispute_ref(session.id)
    return json.dumps(said).encode()


def _outcome(
    webhook: PendingWebhook, delivered: bool
) -> Callable[[MockSession, datetime], MockSession]:
    def settle(session: MockSession, now: datetime) -> MockSession:
        others = tuple(
            other for other in session.pending_webhooks if other.event_id != webhook.event_id
        )
        if len(others) == len(session.pending_webhooks):
            # Another courier delivered it meanwhile.
            return session
        if delivered or now - webhook.occurred_at > _KEPT:
            return replace(session, pending_webhooks=others)
        pause = min(_FIRST_RETRY * 2 ** min(webhook.attempts, 20), _LONGEST_RETRY)
        again = replace(webhook, attempts=webhook.attempts + 1, due_at=now + pause)
        return replace(session, pending_webhooks=(*others, again))

    return settle
