"""A client as ours are: told 503 and when to come back, it comes back."""

import asyncio

import httpx2

TRIES = 10


class Patient(httpx2.AsyncBaseTransport):
    """Asks again after a 503 with Retry-After, which is what the API says when a statement or a
    lock took too long: on a machine that is busy enough any call may be told so, and money must add
    up all the same. `refused` counts them, so that nothing hides behind it."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, pause: float = 1.0) -> None:
        self._inner = inner
        self._pause = pause
        self.refused = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The first answer that is no such refusal, or the last one."""
        reply = await self._inner.handle_async_request(request)
        for _ in range(TRIES - 1):
            if reply.status_code != 503 or "retry-after" not in reply.headers:
                break
            self.refused += 1
            await reply.aclose()
            await asyncio.sleep(self._pause)
            reply = await self._inner.handle_async_request(request)
        return reply
