"""The courier of the mock's webhooks."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from ecomm_connectors.payments.signature import sign
from ecomm_connectors.subscriptions.mock.book import Book, PendingEvent
from ecomm_connectors.subscriptions.mock.provider import SIGNATURE_HEADER, MockSubscriptions

_TIMEOUT: Final = 5.0

Sender = Callable[[bytes, Mapping[str, str]], Awaitable[int]]


class SubscriptionCourier:
    """Carries the mock's webhooks to the platform's own route, at least once, in no promised
    order."""

    def __init__(self, provider: MockSubscriptions, sender: Sender) -> None:
        self.provider = provider
        self._sender = sender

    async def run_due(self, *, limit: int = 50) -> int:
        """Let time do its part for every book that is due; how many there were."""
        due = await self.provider.books.list_due(self.provider.clock(), limit)
        for book_id in due:
            await self.flush(await self.provider.advance(book_id))
        return len(due)

    async def flush(self, book: Book) -> None:
        """Send a book's due webhooks, one attempt each."""
        now = self.provider.clock()
        for event in [one for one in book.events if one.due_at <= now]:
            delivered = await self._send(book, event)
            await self.provider.settle(book.id, event, delivered=delivered)

    async def _send(self, book: Book, event: PendingEvent) -> bool:
        body = json.dumps(
            {
                "id": event.id,
                "type": event.type,
                "created": int(event.at.timestamp()),
                "subscription": event.subscription,
                "reference": book.reference,
            }
        ).encode()
        stamp = int(self.provider.clock().timestamp())
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(self.provider.secret, body, stamp),
        }
        try:
            async with asyncio.timeout(_TIMEOUT):
                return 200 <= await self._sender(body, headers) < 300
        except Exception:  # noqa: BLE001 - a sender may fail in any way; the webhook stays pending
            return False
