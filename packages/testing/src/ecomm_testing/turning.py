"""Requests to an application in the test's own process, one turn of the loop apart."""

import asyncio

import httpx2


class TurningTransport(httpx2.ASGITransport):
    """As its base, but the loop turns once after each reply.

    A request that waits for nothing, such as one for an unknown path, never gives the loop back:
    hundreds of them in a row are one long step, which is the test's and no stall of the product.
    """

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it to the application."""
        reply = await super().handle_async_request(request)
        await asyncio.sleep(0)
        return reply
