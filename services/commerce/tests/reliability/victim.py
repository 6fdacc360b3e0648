"""A process that commits a new store and is killed before it can tell anybody.

Run with `python victim.py outbox|naive EMAIL`. `naive` keeps the follow-up work in memory until
after the commit, as systems without an outbox do.
"""

import asyncio
import os
import signal
import sys
from typing import Any
from unittest.mock import patch

import httpx2

from commerce.app import create
from commerce.kernels import make_kernel
from ecomm_core.db.signals import Pending, Signals
from ecomm_core.outbox.events import Outbox

PASSWORD = "correct horse battery staple"


async def die_after_commit(_signals: Signals, pending: Pending) -> None:
    if pending.wake or pending.tags:
        os.kill(os.getpid(), signal.SIGKILL)


async def keep_in_memory(_outbox: Outbox, session: Any, *_: Any, **__: Any) -> None:
    session.info.setdefault("pending", Pending()).wake = True


async def main(variant: str, email: str) -> None:
    kernel = make_kernel()
    app = create(kernel)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://victim") as client,
    ):
        login = await client.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {login.json()['data']['access_token']}"
        with patch.object(Signals, "after_commit", die_after_commit):
            body = {"name": "Victim", "niche": "home", "currency": "EUR", "country": "DE"}
            if variant == "naive":
                with (
                    patch.object(Outbox, "enqueue", keep_in_memory),
                    patch.object(Outbox, "emit", keep_in_memory),
                ):
                    await client.post("/api/v1/stores", json=body)
            else:
                await client.post("/api/v1/stores", json=body)
    raise SystemExit("survived")


asyncio.run(main(*sys.argv[1:3]))
