"""Pictures come inside of requests: large bodies are taken, larger ones refused in the dialect."""

import asyncio
import json
from collections.abc import AsyncIterator

import anthropic
import httpx2
import openai
import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.fakes.llm import FakeOpenAI, Fault
from llm_gateway.http.bodies import MAX_BODY, MAX_TOGETHER
from llm_gateway.joint.door import door_of
from llm_gateway.wire.weight import PICTURE, weight

from .calling import calls_of
from .operating import Desk, Tenant

MB = 1024 * 1024


def picture(size: int) -> list[dict[str, object]]:
    """A message with a picture of so many bytes in base64."""
    url = "data:image/png;base64," + "A" * size
    return [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": url}},
            ],
        }
    ]


def test_a_pictures_bytes_are_not_tokens_in_either_dialect() -> None:
    """Fault it was seen to catch: a picture of ten megabytes that counts as two million tokens."""
    for body in (
        {"messages": picture(3 * MB)},
        {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "tool_result",
                            "content": [
                                {"type": "image", "source": {"type": "base64", "data": "A" * MB}}
                            ],
                        }
                    ],
                }
            ]
        },
    ):
        size = len(json.dumps(body))
        assert PICTURE < weight(body, size) < PICTURE + 400
    deep: object = "x"
    for _ in range(5_000):
        deep = [deep]
    assert weight({"messages": [{"content": deep}]}, MB) == MB
    assert weight({"messages": "x"}, MB) == MB


async def test_a_picture_goes_through_whole_and_costs_what_a_picture_costs(
    api: httpx2.AsyncClient,
    desk: Desk,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
) -> None:
    """Through the application's own layers, whose limit is a megabyte; within the tokens a minute
    of the smallest plan."""
    small = await desk.tenant(plan="starter")
    body = {"model": route, "messages": picture(8 * MB), "max_tokens": 10}
    reply = await api.post("/v1/chat/completions", json=body, headers=small.headers)
    assert reply.status_code == 200, reply.text
    assert provider[0].asked[-1].body["messages"] == body["messages"]
    assert door_of(kernel).bodies.taken == 0


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [MAX_BODY + 1, MAX_TOGETHER + MB])
async def test_a_body_beyond_the_limit_is_refused_in_the_dialect_and_nobody_is_asked(
    desk: Desk,
    tenant: Tenant,
    kernel: Kernel,
    route: str,
    provider: tuple[FakeOpenAI, str],
    address: str,
    size: int,
    chunked: bool,
) -> None:
    """Fault it was seen to catch: the application's own limit, which answers in its own words."""
    before = provider[0].calls

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(size // MB + 1):
            yield b" " * MB

    async with httpx2.AsyncClient(base_url=address, timeout=30) as client:
        for path, version in (("/v1/chat/completions", None), ("/v1/messages", "2023-06-01")):
            headers = {"Authorization": f"Bearer {tenant.key}"}
            headers |= {"anthropic-version": version} if version else {}
            content = pieces() if chunked else b" " * size
            reply = await client.post(path, content=content, headers=headers)
            assert reply.status_code == 413, reply.text
            error = reply.json()["error"]
            assert "20 MB" in error["message"]
            kind = error["type"] if version else error["code"]
            assert kind == "request_too_large"
    assert provider[0].calls == before
    assert door_of(kernel).bodies.taken == 0
    assert await calls_of(desk, tenant, kernel) == []


async def test_official_clients_say_that_it_is_too_large(
    tenant: Tenant, route: str, address: str
) -> None:
    big = "x" * (MAX_BODY + 1)
    async with openai.AsyncOpenAI(api_key=tenant.key, base_url=f"{address}/v1") as client:
        with pytest.raises(openai.APIStatusError) as told:
            await client.chat.completions.create(
                model=route, messages=[{"role": "user", "content": big}]
            )
        assert told.value.status_code == 413
    async with anthropic.AsyncAnthropic(api_key=tenant.key, base_url=address) as other:
        with pytest.raises(anthropic.APIStatusError) as heard:
            await other.messages.create(
                model=route, max_tokens=5, messages=[{"role": "user", "content": big}]
            )
        assert heard.value.status_code == 413


async def test_large_bodies_together_take_no_more_than_there_is_room_for(
    kernel: Kernel,
    tenant: Tenant,
    route: str,
    provider: tuple[FakeOpenAI, str],
    address: str,
) -> None:
    """Fault it was seen to catch: room that a refused request kept."""
    fake, bodies = provider[0], door_of(kernel).bodies
    fake.reset()
    fake.order(Fault.HANG, seconds=30, times=2)
    body = {"model": route, "messages": picture(MAX_BODY - MB), "max_tokens": 10}
    async with httpx2.AsyncClient(base_url=address, timeout=40) as client:

        async def send() -> httpx2.Response:
            return await client.post("/v1/chat/completions", json=body, headers=tenant.headers)

        held = [asyncio.create_task(send()) for _ in range(2)]
        async with asyncio.timeout(20):
            while fake.calls < 2:  # noqa: ASYNC110 - another thread's
                await asyncio.sleep(0.01)
        assert bodies.taken > 2 * (MAX_BODY - MB)
        refused = await send()
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
        assert refused.headers["retry-after"] == "1"
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        async with asyncio.timeout(20):
            while bodies.taken:  # noqa: ASYNC110 - a plain number
                await asyncio.sleep(0.01)
        assert (await send()).status_code == 200
    assert bodies.taken == 0
    fake.reset()
