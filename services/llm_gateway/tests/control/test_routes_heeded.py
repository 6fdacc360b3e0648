"""What an operator says of a route is what the data path does."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from ecomm_testing.fakes.llm import FakeOpenAI, Fault
from llm_gateway.failures import Kind
from llm_gateway.joint.callers import falls_back
from llm_gateway.routes.models_known import takes_sampling
from llm_gateway.routes.schemas import Fallback

from .calling import say
from .operating import Desk, Tenant

HAPPENS = {
    Fallback.RATE_LIMITED: Fault.RATE_LIMIT,
    Fallback.OVERLOADED: Fault.OVERLOADED,
    Fallback.SERVER_ERROR: Fault.BAD_GATEWAY,
    Fallback.CONTEXT_LENGTH: Fault.TOO_LONG,
    Fallback.NO_KEY: Fault.WRONG_KEY,
}


def test_every_failure_but_the_callers_own_has_a_reason() -> None:
    assert falls_back(list(Fallback)) == frozenset(Kind) - {Kind.BAD_REQUEST}
    assert falls_back([]) == {Kind.UNSUPPORTED}
    assert Kind.RESTING not in falls_back([Fallback.TIMEOUT, Fallback.NO_KEY])


@pytest.mark.parametrize(("reason", "fault"), HAPPENS.items())
async def test_a_route_falls_back_for_the_reasons_it_names_and_no_other(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    provider: tuple[FakeOpenAI, str],
    reason: Fallback,
    fault: Fault,
) -> None:
    """Fault it was seen to catch: a data path that falls back after everything."""
    fake, url = provider
    for others, answered in ((False, True), (True, False)):
        named = [one.value for one in Fallback if (one == reason) != others]
        # a provider of its own each time: one that was told to wait rests
        name = f"f{uuid4().hex[:8]}"
        await desk.ok(
            "PUT", f"/providers/{name}", {"kind": "compatible", "key": fake.key, "base_url": url}
        )
        targets = [{"provider": name, "model": "m"}, {"provider": "local", "model": "local"}]
        await desk.ok("PUT", f"/routes/{name}", {"targets": targets, "fallback_on": named})
        fake.reset()
        fake.order(fault, seconds=1, times=3)
        reply = await say(api, tenant.key, name)
        assert reply.is_success is answered, reply.text
        if answered:
            assert reply.headers["x-llm-provider"] == "local"
        else:
            assert "choices" not in reply.json()
    fake.reset()


async def test_a_target_without_a_key_ends_the_call_where_the_route_says_so(
    api: httpx2.AsyncClient, desk: Desk, tenant: Tenant
) -> None:
    name = f"k{uuid4().hex[:8]}"
    targets = [{"provider": "nobody", "model": "m"}, {"provider": "local", "model": "local"}]
    await desk.ok("PUT", f"/routes/{name}", {"targets": targets, "fallback_on": ["timeout"]})
    reply = await say(api, tenant.key, name)
    assert (reply.status_code, reply.json()["error"]["code"]) == (502, "not_set_up")
    assert "nobody" not in reply.text
    assert reply.headers["x-should-retry"] == "false"
    await desk.ok("PUT", f"/routes/{name}", {"targets": targets, "fallback_on": ["no_key"]})
    assert (await say(api, tenant.key, name)).headers["x-llm-provider"] == "local"


@pytest.mark.parametrize(
    ("model", "takes"),
    [
        ("claude-opus-4-6", True),
        ("claude-sonnet-4-6", True),
        ("claude-haiku-4-5", True),
        ("claude-opus-4-7", False),
        ("claude-opus-4-8-20260801", False),
        ("anthropic/claude-opus-5", False),
        ("gpt-5-mini", False),
        ("gpt-5.1", True),
        ("gpt-4o", True),
    ],
)
def test_models_that_take_no_sampling_are_known_by_name(model: str, takes: bool) -> None:
    assert takes_sampling(model) is takes


@pytest.mark.parametrize(
    ("model", "said", "sent"),
    [
        ("claude-opus-4-8", None, False),
        ("claude-opus-4-8", True, True),
        ("gpt-4o", None, True),
        ("gpt-4o", False, False),
    ],
)
async def test_sampling_is_left_out_where_a_model_refuses_it_or_the_route_says_so(
    api: httpx2.AsyncClient,
    desk: Desk,
    tenant: Tenant,
    provider: tuple[FakeOpenAI, str],
    model: str,
    said: bool | None,
    sent: bool,
) -> None:
    """Fault it was seen to catch: routes made without their targets' `sampling`."""
    fake, url = provider
    name = f"s{uuid4().hex[:8]}"
    await desk.ok(
        "PUT", f"/providers/{name}", {"kind": "compatible", "key": fake.key, "base_url": url}
    )
    target: dict[str, Any] = {"provider": name, "model": model}
    if said is not None:
        target["sampling"] = said
    made = await desk.ok("PUT", f"/routes/{name}", {"targets": [target]})
    assert made["targets"][0]["sampling"] is said
    fake.reset()
    reply = await say(api, tenant.key, name, temperature=0.2, top_p=0.9)
    assert reply.status_code == 200, reply.text
    body = fake.asked[-1].body
    assert ("temperature" in body, "top_p" in body) == (sent, sent)
    assert body["max_tokens"] == 50
