"""A call that waited, from the request that queues it to its result, by the worker's own task."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx2

from ecomm_core.kernel import Kernel
from ecomm_testing.fakes.llm import FakeOpenAI, Fault
from ecomm_testing.outbox import run_outbox
from llm_gateway.service import SERVICE

from .calling import SAY, calls_of
from .operating import Desk, Tenant

CHAT = "/v1/chat/completions"


async def waiting(
    api: httpx2.AsyncClient, tenant: Tenant, model: str, path: str = CHAT, **more: Any
) -> str:
    """Queue a call; its address."""
    body = {"model": model, "messages": SAY, "max_tokens": 50, **more}
    reply = await api.post(
        "/api/v1/deferred",
        json={"path": path, "feature": "titles", "body": body},
        headers=tenant.headers,
    )
    assert reply.status_code == 202, reply.text
    return f"/api/v1/deferred/{reply.json()['data']['id']}"


async def work(kernel: Kernel, tenant: Tenant, **ahead: float) -> list[str]:
    """What the worker does for a tenant."""
    return await run_outbox(kernel, tenant.id, ahead=timedelta(**ahead), service=SERVICE)


async def shown(api: httpx2.AsyncClient, tenant: Tenant, address: str) -> dict[str, Any]:
    """The call as its sender sees it."""
    found: dict[str, Any] = (await api.get(address, headers=tenant.headers)).json()["data"]
    return found


async def test_a_waiting_call_is_made_by_the_worker_answered_and_in_the_ledger_once(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
) -> None:
    """Both dialects and vectors; a stream that nobody hears is asked for whole.

    Fault it was seen to catch: a worker without the part that makes calls.
    """
    asked = provider[0].calls
    chat = await waiting(api, tenant, route, stream=True, stream_options={"include_usage": True})
    message = await waiting(api, tenant, route, "/v1/messages")
    vectors = await waiting(api, tenant, "local-embeddings", "/v1/embeddings", input=["a", "b"])
    assert await work(kernel, tenant, minutes=1) == ["llm_gateway.deferrals.run"] * 3
    found = [await shown(api, tenant, address) for address in (chat, message, vectors)]
    assert [(one["state"], one["status"], one["place"]) for one in found] == [
        ("done", 200, None)
    ] * 3
    assert found[0]["reply"]["choices"][0]["message"]["content"]
    assert found[1]["reply"]["type"] == "message"
    assert len(found[2]["reply"]["data"]) == 2
    assert provider[0].calls == asked + 2
    assert provider[0].asked[-1].body.get("stream") is not True
    assert await work(kernel, tenant, minutes=1) == []
    calls = await calls_of(desk, tenant, kernel)
    assert [(one["feature"], one["outcome"]) for one in calls] == [("titles", "ok")] * 3
    assert sum(Decimal(one["cost_micro"]) > 0 for one in calls) == 2


async def test_a_provider_that_did_not_work_is_asked_again_later_one_that_may_have_is_not(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    kernel: Kernel,
    provider: tuple[FakeOpenAI, str],
    route: str,
) -> None:
    """Faults it was seen to catch: a call made again after an answer that was cut off, which the
    provider bills twice, though another target was only overloaded; one that waits for a key that
    the provider refuses."""
    fake = provider[0]
    await desk.ok("PUT", f"/routes/only-{route}", {"targets": [{"provider": route, "model": "m"}]})
    fake.reset()
    fake.order(Fault.OVERLOADED, times=2)
    later = await waiting(api, tenant, f"only-{route}")
    assert await work(kernel, tenant) == ["llm_gateway.deferrals.run"]
    found = await shown(api, tenant, later)
    assert (found["state"], found["place"], found["reply"]) == ("queued", 1, None)
    assert await work(kernel, tenant, minutes=2) == ["llm_gateway.deferrals.run"]
    assert (await shown(api, tenant, later))["state"] == "done"
    fake.reset()
    fake.order(Fault.TRUNCATE)
    cut = await waiting(api, tenant, f"only-{route}")
    assert await work(kernel, tenant, minutes=2) == ["llm_gateway.deferrals.run"]
    found = await shown(api, tenant, cut)
    assert (found["state"], found["status"]) == ("failed", 502)
    assert found["reply"]["error"]["code"] == "truncated"
    assert await work(kernel, tenant, hours=2) == []
    assert fake.calls == 1
    fake.reset()
    fake.order(Fault.TRUNCATE)
    fake.order(Fault.OVERLOADED, times=2)
    targets = [{"provider": route, "model": "cut"}, {"provider": route, "model": "busy"}]
    await desk.ok("PUT", f"/routes/two-{route}", {"targets": targets})
    both = await waiting(api, tenant, f"two-{route}")
    fake.order(Fault.WRONG_KEY)
    assert await work(kernel, tenant, minutes=2) == ["llm_gateway.deferrals.run"]
    found = await shown(api, tenant, both)
    assert (found["state"], found["status"]) == ("failed", 503)
    refused = await waiting(api, tenant, f"only-{route}")
    assert await work(kernel, tenant, minutes=2) == ["llm_gateway.deferrals.run"]
    found = await shown(api, tenant, refused)
    assert (found["state"], found["reply"]["error"]["code"]) == ("failed", "account_refused")
    assert await work(kernel, tenant, hours=2) == []
    fake.reset()


async def test_a_refusal_is_the_answer_and_nobody_is_asked(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
    shift_clock: Callable[[float], None],
) -> None:
    """No such model; a key that was revoked meanwhile; a provider that is away for a day."""
    asked = provider[0].calls
    unknown = await waiting(api, tenant, "no-such-model")
    await work(kernel, tenant)
    found = await shown(api, tenant, unknown)
    assert (found["state"], found["status"]) == ("failed", 404)
    assert found["reply"]["error"]["code"] == "model_not_found"
    held = await desk.ok("POST", f"/tenants/{tenant.id}/keys", {"name": "second"})
    second = Tenant(tenant.id, tenant.key_id, held["key"])
    gone = await waiting(api, second, route)
    await desk.ok("DELETE", f"/tenants/{tenant.id}/keys/{held['id']}")
    await work(kernel, tenant, hours=1)
    found = await shown(api, tenant, gone)
    assert (found["state"], found["status"]) == ("failed", 401)
    assert provider[0].calls == asked
    await desk.ok("PUT", f"/routes/off-{route}", {"targets": [{"provider": route, "model": "m"}]})
    provider[0].order(Fault.OVERLOADED, times=100)
    away = await waiting(api, tenant, f"off-{route}")
    await work(kernel, tenant)
    assert (await shown(api, tenant, away))["state"] == "queued"
    shift_clock(timedelta(days=1, minutes=5).total_seconds())
    await work(kernel, tenant)
    found = await shown(api, tenant, away)
    assert (found["state"], found["status"]) == ("failed", 503)
    provider[0].reset()
