"""The LLM gateway under measurement, a provider behind it, a tenant with a key and a budget.

The gateway has one core for itself, everything else (the load generator, the provider, PostgreSQL)
the other: the load generator is then never what limits, and on two cores nobody shares by chance.
"""

import asyncio
import base64
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx2
import psutil

from bench.cpu import tree
from bench.load import request
from bench.platform import durable_cluster
from ecomm_cli.embedded import temporary_folder
from ecomm_core.api.internal import HEADER, MINUTE_HEADER
from ecomm_core.api.signed_calls import sign
from ecomm_testing.cluster import stop_cluster
from ecomm_testing.environment import environment
from ecomm_testing.listening import free_port
from llm_gateway.service import SERVICE

READY_SECONDS: Final = 60.0
SPEEDS: Final = ("zero", "slow")
"""The provider's two, and the routes to them."""
BODY: Final = {
    "messages": [
        {"role": "system", "content": "You write product texts. Facts only, no superlatives."},
        {"role": "user", "content": "Describe: kettle, brushed steel, 1.5 l, 2,200 W. " * 10},
    ],
    "max_tokens": 300,
    "temperature": 0.2,
}


@dataclass(slots=True)
class Stage:
    """The running gateway, a provider, and a tenant with a budget and a key."""

    url: str
    provider: str
    pids: dict[str, int]
    ready: float
    superuser: str
    key: str = ""
    tenant: str = ""

    def ask(self, model: str) -> bytes:
        """A call through the gateway."""
        body = json.dumps({"model": model, **BODY}).encode()
        return request(f"{self.url}/v1/chat/completions", body, self.key)

    def ask_directly(self, model: str) -> bytes:
        """The same call without it."""
        body = json.dumps({"model": "bench-model", **BODY}).encode()
        return request(f"{self.provider}/{model}/v1/chat/completions", body, "sk-bench")

    @property
    def megabytes(self) -> float:
        """Resident memory of the gateway's process."""
        return (
            sum(psutil.Process(pid).memory_info().rss for pid in tree(self.pids["gateway"])) / 1e6
        )


@contextlib.asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Everything runs; nothing is left at the end."""
    own, others = cores()
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, others)  # and what is started from here
    with temporary_folder() as folder, contextlib.ExitStack() as stack:
        stack.callback(os.sched_setaffinity, 0, before)
        cluster = await asyncio.to_thread(durable_cluster, folder)
        stack.callback(stop_cluster, cluster)
        await asyncio.to_thread(cluster.make_template, SERVICE)
        database = cluster.clone()
        home = folder / "home"
        home.mkdir()
        environ = environment(cluster, database, home, SERVICE.name)
        ports = free_port(), free_port()
        provider = _start(stack, {}, "bench.upstream", str(ports[1]))
        begun = time.monotonic()
        chosen = f"{SERVICE.name}={ports[0]}"
        gateway = _start(stack, environ, "ecomm_cli", "serve", SERVICE.name, "--port", chosen)
        os.sched_setaffinity(gateway, own)
        url = f"http://127.0.0.1:{ports[0]}"
        await _healthy(url)
        identity = cluster.postgres.identity()
        if identity is None:
            raise RuntimeError("PostgreSQL does not run")
        made = Stage(
            url,
            f"http://127.0.0.1:{ports[1]}",
            {"gateway": gateway, "postgres": identity.pid, "provider": provider},
            time.monotonic() - begun,
            cluster.postgres.superuser_url(database),
        )
        await _furnish(made, base64.b64decode(environ["ECOMM_INTERNAL_KEY"]))
        yield made


def cores() -> tuple[set[int], set[int]]:
    """The gateway's core, and everybody else's; the same where there is but one."""
    own, *others = sorted(os.sched_getaffinity(0))
    return {own}, set(others) or {own}


def _start(stack: contextlib.ExitStack, environ: dict[str, str], *module: str) -> int:
    """A process of ours until the end of the stack; its id."""
    inherited = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", *module],
        env={**environ, **inherited},
        cwd=Path(__file__).parents[1],
        stdout=sys.stderr,
    )

    def end() -> None:
        process.terminate()
        process.wait(30)

    stack.callback(end)
    return process.pid


async def _healthy(url: str) -> None:
    async with httpx2.AsyncClient(base_url=url, timeout=10) as client:
        async with asyncio.timeout(READY_SECONDS):
            while True:
                with contextlib.suppress(httpx2.TransportError):
                    if (await client.get("/health")).status_code == 200:
                        return
                await asyncio.sleep(0.02)


async def _furnish(made: Stage, internal: bytes) -> None:
    """A provider with its price, a route to each of its two speeds, a tenant with budget and key,
    as an operator makes them."""
    async with httpx2.AsyncClient(base_url=made.url, timeout=10) as client:

        async def order(method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
            target, minute = f"/api/v1/operator{path}", str(int(time.time() // 60))
            content = json.dumps(body).encode()
            signed = {
                HEADER.decode(): sign(internal, minute, method, target, content),
                MINUTE_HEADER.decode(): minute,
                "content-type": "application/json",
            }
            reply = await client.request(method, target, content=content, headers=signed)
            if not reply.is_success:
                raise RuntimeError(f"{target}: {reply.status_code} {reply.text[:300]}")
            found: dict[str, Any] = reply.json()["data"]
            return found

        for speed in SPEEDS:
            address = f"{made.provider}/{speed}/v1"
            what = {"kind": "compatible", "key": "sk-bench", "base_url": address}
            await order("PUT", f"/providers/{speed}", what)
            price = {"provider": speed, "model": "bench-model", "input": "2", "output": "4"}
            await order("POST", "/prices", {**price, "source": "bench"})
            target = {"provider": speed, "model": "bench-model"}
            await order("PUT", f"/routes/{speed}", {"targets": [target]})
        tenant = await order(
            "PUT",
            "/tenants",
            {
                "service": "bench",
                "external_id": str(uuid4()),
                "name": "Bench",
                "plan": "self_hosted",
            },
        )
        made.tenant = tenant["tenant_id"]
        key = await order("POST", f"/tenants/{made.tenant}/keys", {"name": "bench"})
        made.key = key["key"]
        await order("POST", f"/tenants/{made.tenant}/budgets", {"period": "month", "cap": 100_000})
