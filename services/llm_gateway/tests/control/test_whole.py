"""The whole gateway: a virtual key at the door, a provider behind it, the call in the ledger."""

import json
from decimal import Decimal

import anthropic
import httpx2
import openai

from ecomm_core.kernel import Kernel
from ecomm_testing.fakes.llm import FakeOpenAI, Fault

from .calling import SAY, calls_of, say
from .operating import Desk, Tenant


async def test_a_call_is_answered_and_stands_in_the_ledger_at_its_price(
    api: httpx2.AsyncClient, desk: Desk, tenant: Tenant, kernel: Kernel, route: str
) -> None:
    """Fault it was seen to catch: a settlement without what the answer counted."""
    await desk.budget(tenant, 1_000)
    reply = await say(api, tenant.key, route)
    assert reply.status_code == 200, reply.text
    usage = reply.json()["usage"]
    [call] = await calls_of(desk, tenant, kernel)
    assert (call["feature"], call["asked"], call["provider"], call["model"]) == (
        *("titles", route),
        *(route, "gpt-fake"),
    )
    assert (call["input_tokens"], call["output_tokens"]) == (
        usage["prompt_tokens"],
        usage["completion_tokens"],
    )
    assert Decimal(call["cost_micro"]) == 2 * (usage["prompt_tokens"] + usage["completion_tokens"])
    [budget] = await desk.budgets(tenant)
    assert Decimal(budget["spent_micro"]) == Decimal(call["cost_micro"])


async def test_where_the_provider_fails_the_built_in_one_answers_and_costs_nothing(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
) -> None:
    provider[0].order(Fault.BAD_GATEWAY, times=5)
    reply = await say(api, tenant.key, route)
    provider[0].reset()
    assert reply.status_code == 200, reply.text
    assert reply.headers["x-llm-provider"] == "local"
    assert reply.json()["model"] == "local"
    [call] = await calls_of(desk, tenant, kernel)
    assert call["provider"] == "local"
    assert Decimal(call["cost_micro"]) == 0


async def test_an_unknown_key_is_refused_and_nothing_is_asked_or_written(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
) -> None:
    before = provider[0].calls
    for key in ("", "gw_" + "x" * 43, tenant.key[:-1]):
        reply = await say(api, key, route)
        assert (reply.status_code, reply.json()["error"]["code"]) == (401, "key_refused")
    assert provider[0].calls == before
    assert await calls_of(desk, tenant, kernel) == []


async def test_an_empty_budget_refuses_in_the_callers_dialect_and_asks_nobody(
    api: httpx2.AsyncClient,
    desk: Desk,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
) -> None:
    """Fault it was seen to catch: a gate that reserves nothing."""
    poor = await desk.tenant()
    await desk.price(route, "gpt-fake", "1000000")
    await desk.budget(poor, 1)
    before = provider[0].calls
    reply = await say(api, poor.key, route)
    assert (reply.status_code, reply.json()["error"]["code"]) == (402, "budget_exhausted")
    told = await api.post(
        "/v1/messages",
        json={"model": route, "messages": SAY, "max_tokens": 50},
        headers={"x-api-key": poor.key, "anthropic-version": "2023-06-01"},
    )
    assert (told.status_code, told.json()["type"]) == (402, "error")
    assert provider[0].calls == before
    assert await calls_of(desk, poor, kernel) == []


async def test_a_key_asks_for_nothing_outside_its_scope(
    api: httpx2.AsyncClient, desk: Desk, kernel: Kernel, route: str
) -> None:
    narrow = await desk.tenant(routes=["default"], features=["titles"])
    reply = await say(api, narrow.key, route)
    assert (reply.status_code, reply.json()["error"]["code"]) == (403, "not_in_scope")
    listed = await api.get("/v1/models", headers={"Authorization": f"Bearer {narrow.key}"})
    assert [one["id"] for one in listed.json()["data"]] == ["default"]
    assert await calls_of(desk, narrow, kernel) == []


async def test_official_clients_stream_embed_and_list_through_the_whole_gateway(
    desk: Desk, tenant: Tenant, kernel: Kernel, route: str, address: str
) -> None:
    async with openai.AsyncOpenAI(api_key=tenant.key, base_url=f"{address}/v1") as client:
        stream = await client.chat.completions.create(
            model=route,
            messages=[{"role": "user", "content": "Say hello."}],
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = [chunk async for chunk in stream]
        assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        vectors = await client.embeddings.create(model="local-embeddings", input=["a", "b"])
        assert [len(one.embedding) for one in vectors.data] == [256, 256]
        names = [one.id async for one in client.models.list()]
        assert {"default", "local", route} <= set(names)
    async with anthropic.AsyncAnthropic(api_key=tenant.key, base_url=address) as other:
        message = await other.messages.create(
            model=route, max_tokens=50, messages=[{"role": "user", "content": "Say hello."}]
        )
        assert message.content[0].type == "text"
    calls = await calls_of(desk, tenant, kernel)
    assert [call["asked"] for call in calls] == [route, "local-embeddings", route]
    assert all(call["outcome"] == "ok" for call in calls), json.dumps(calls)
