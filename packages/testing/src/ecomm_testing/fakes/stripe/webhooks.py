"""Deliveries to the shop's webhook endpoint, signed as Stripe signs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Final

import httpx2

from ecomm_testing.fakes.stripe.wire import Object

_PAUSES: Final = (0.0, 0.2, 1.0)
"""Stripe tries for three days; a test that needs more orders `deliver` itself."""


@dataclass(slots=True)
class Endpoint:
    """Where events go. `held` events are only kept, for tests that choose order and repetition."""

    url: str | None = None
    secret: str = "whsec_fake"
    held: bool = False
    copies: int = 1
    answers: list[tuple[str, int]] = field(default_factory=list)
    """(event id, HTTP status; 0 for no answer) of each attempt, in order."""

    def reset(self) -> None:
        """Nowhere to go, nothing held, nothing answered; the secret stays."""
        self.url = None
        self.held = False
        self.copies = 1
        self.answers.clear()


def signed(event: Object, secret: str, *, timestamp: int | None = None) -> tuple[bytes, str]:
    """(raw body, value of `Stripe-Signature`), with the `v0` that test mode adds."""
    body = json.dumps(event, indent=2).encode()
    at = int(time.time()) if timestamp is None else timestamp
    mac = hmac.new(secret.encode(), b"%d.%b" % (at, body), hashlib.sha256).hexdigest()
    v0 = hashlib.sha256(body).hexdigest()
    return body, f"t={at},v1={mac},v0={v0}"


class Courier:
    """Sends events in the background of the server's loop."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._tasks: set[asyncio.Task[None]] = set()

    def dispatch(self, event: Object) -> None:
        """Start delivering, unless there is nowhere to go or the test holds events back."""
        if self.endpoint.url is None or self.endpoint.held:
            return
        for _ in range(self.endpoint.copies):
            task = asyncio.get_running_loop().create_task(self._with_retries(event))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def deliver(self, event: Object) -> int:
        """One attempt, now; the answer's status, 0 for none."""
        if self.endpoint.url is None:
            raise ValueError("the fake has no webhook address")
        body, signature = signed(event, self.endpoint.secret)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature,
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        try:
            async with httpx2.AsyncClient(timeout=10, trust_env=False) as client:
                reply = await client.post(self.endpoint.url, content=body, headers=headers)
            status = reply.status_code
        except httpx2.HTTPError:
            status = 0
        self.endpoint.answers.append((event["id"], status))
        return status

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _with_retries(self, event: Object) -> None:
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            if 200 <= await self.deliver(event) < 300:
                event["pending_webhooks"] = 0
                return
