"""Calls at the door, and what the ledger says of them."""

from typing import Any

import httpx2

from ecomm_core.kernel import Kernel
from llm_gateway.ledger.writer import Writer
from llm_gateway.wiring import WRITER

from .operating import Desk, Tenant

SAY = [{"role": "user", "content": "Say hello."}]


async def written(kernel: Kernel) -> None:
    """Wait until all that a process settled is in the ledger."""
    writer = kernel.parts[WRITER]
    assert isinstance(writer, Writer)
    await writer.flush()


async def say(api: httpx2.AsyncClient, key: str, model: str, **more: Any) -> httpx2.Response:
    """One chat completion."""
    body = {"model": model, "messages": SAY, "max_tokens": 50, **more}
    headers = {"Authorization": f"Bearer {key}", "x-ecomm-feature": "titles"}
    return await api.post("/v1/chat/completions", json=body, headers=headers)


async def calls_of(desk: Desk, tenant: Tenant, kernel: Kernel) -> list[dict[str, Any]]:
    """The tenant's calls in the ledger, the newest first."""
    await written(kernel)
    found: list[dict[str, Any]] = await desk.ok("GET", f"/tenants/{tenant.id}/usage/calls")
    return found
