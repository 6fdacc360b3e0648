"""The official Python clients against our interfaces, whatever family answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import anthropic
import openai
import pytest
import pytest_asyncio

from ecomm_testing.fakes.llm import FakeAnthropic, FakeOpenAI, Fault
from llm_gateway.local import LocalProvider
from llm_gateway.ports import Status
from llm_gateway.targets import Deadlines, Target

from .conftest import Fakes
from .world import KEY, A, E, O, World, route, world_on

LOCAL = Target("local", "local")
SLOW = Deadlines(connect=1, attempt=5, first=5, between=5, total=10)
ROUTES = (
    route(O, name="to-openai"),
    route(A, name="to-anthropic"),
    route(LOCAL, name="to-local"),
    route(A, O, LOCAL, name="default", deadlines=SLOW),
    route(E, name="vectors", embeds=True),
    route(LOCAL, name="local-vectors", embeds=True),
)
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
NAMES = ["to-openai", "to-anthropic", "to-local"]


@pytest_asyncio.fixture
async def served(fakes: Fakes) -> AsyncIterator[tuple[World, str]]:
    """The gateway over HTTP, and its address."""
    async with world_on(fakes, local=LocalProvider()) as world, world.door(*ROUTES) as url:
        yield world, url


@pytest_asyncio.fixture
async def chat(served: tuple[World, str]) -> AsyncIterator[openai.AsyncOpenAI]:
    """OpenAI's client."""
    async with openai.AsyncOpenAI(base_url=f"{served[1]}/v1", api_key=KEY, max_retries=0) as client:
        yield client


@pytest_asyncio.fixture
async def claude(served: tuple[World, str]) -> AsyncIterator[anthropic.AsyncAnthropic]:
    """Anthropic's client."""
    async with anthropic.AsyncAnthropic(base_url=served[1], api_key=KEY, max_retries=0) as client:
        yield client


async def until(true: Callable[[], bool]) -> None:
    """Until something is so, in another thread; five seconds at most."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - the other side has another loop
            await asyncio.sleep(0.01)


def expected(name: str) -> str:
    """What that route's model says."""
    return {"to-openai": FakeOpenAI.text, "to-anthropic": FakeAnthropic.text}.get(name, "[local] ")


@pytest.mark.parametrize("name", NAMES)
async def test_openai_chats(chat: openai.AsyncOpenAI, name: str) -> None:
    """Whole and streamed, with the count where it was asked for."""
    messages: Any = [
        {"role": "system", "content": "Short."},
        {"role": "user", "content": "Hi there"},
    ]
    whole: Any = await chat.chat.completions.create(model=name, messages=messages)
    said = whole.choices[0].message.content or ""
    assert said.startswith(expected(name))
    assert whole.choices[0].finish_reason == "stop"
    assert whole.usage is not None
    if name != "to-local":
        assert whole.usage.prompt_tokens == 20
        assert whole.usage.prompt_tokens_details is not None
        assert whole.usage.prompt_tokens_details.cached_tokens == 6
        assert whole.usage.completion_tokens_details is not None
        assert whole.usage.completion_tokens_details.reasoning_tokens == 2
    else:
        assert (whole.model, whole.system_fingerprint) == ("local", "local")
    for counts in (False, True):
        stream: Any = await chat.chat.completions.create(
            model=name,
            messages=messages,
            stream=True,
            stream_options={"include_usage": counts},
        )
        chunks = [chunk async for chunk in stream]
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        assert text == said
        assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
        assert bool(chunks[-1].usage) is counts


@pytest.mark.parametrize("name", NAMES)
async def test_anthropic_chats(claude: anthropic.AsyncAnthropic, name: str) -> None:
    """Whole and streamed."""
    asked: Any = {"model": name, "max_tokens": 100, "system": "Short."}
    messages: Any = [{"role": "user", "content": "Hi there"}]
    whole: Any = await claude.messages.create(**asked, messages=messages)
    assert whole.content[0].text.startswith(expected(name))
    assert whole.stop_reason == "end_turn"
    if name != "to-local":
        usage = whole.usage
        assert (usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens) == (
            10,
            6,
            7,
        )
    async with claude.messages.stream(**asked, messages=messages) as stream:
        text = "".join([piece async for piece in stream.text_stream])
        final = await stream.get_final_message()
    assert text == whole.content[0].text
    assert final.stop_reason == "end_turn"
    assert final.usage.output_tokens == whole.usage.output_tokens


@pytest.mark.parametrize("name", NAMES)
async def test_openai_calls_tools(chat: openai.AsyncOpenAI, name: str) -> None:
    """A forced tool, whole and streamed, and its result sent back."""
    tool: Any = {
        "type": "function",
        "function": {"name": "weather", "description": "Now.", "parameters": WEATHER},
    }
    choice = {"type": "function", "function": {"name": "weather"}}
    messages: Any = [{"role": "user", "content": "Weather in Paris?"}]
    asked: Any = {"model": name, "tools": [tool], "tool_choice": choice}
    whole: Any = await chat.chat.completions.create(**asked, messages=messages)
    assert whole.choices[0].finish_reason == "tool_calls"
    call = whole.choices[0].message.tool_calls[0]
    assert call.function.name == "weather"
    assert '"city"' in call.function.arguments
    stream: Any = await chat.chat.completions.create(**asked, messages=messages, stream=True)
    pieces = [c.choices[0].delta.tool_calls async for c in stream if c.choices]
    flat = [piece[0] for piece in pieces if piece]
    assert flat[0].id
    assert flat[0].function.name == "weather"
    joined = "".join(piece.function.arguments or "" for piece in flat)
    assert (
        joined == call.function.arguments.replace('":"', '": "')
        or joined == call.function.arguments
    )
    messages += [
        whole.choices[0].message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": "Sunny"},
    ]
    after: Any = await chat.chat.completions.create(
        model=name,
        tools=[tool],
        messages=messages,
    )
    assert (after.choices[0].message.content or "").startswith(expected(name))


@pytest.mark.parametrize("name", NAMES)
async def test_anthropic_calls_tools(claude: anthropic.AsyncAnthropic, name: str) -> None:
    """A forced tool, whole and streamed, and its result sent back."""
    tool: Any = {"name": "weather", "description": "Now.", "input_schema": WEATHER}
    messages: Any = [{"role": "user", "content": "Weather in Paris?"}]
    asked: Any = {
        "model": name,
        "max_tokens": 100,
        "tools": [tool],
        "tool_choice": {"type": "tool", "name": "weather"},
    }
    whole: Any = await claude.messages.create(**asked, messages=messages)
    assert whole.stop_reason == "tool_use"
    use = whole.content[0]
    assert (use.type, use.name, list(use.input)) == ("tool_use", "weather", ["city"])
    async with claude.messages.stream(**asked, messages=messages) as stream:
        final = await stream.get_final_message()
    assert final.content[0].type == "tool_use"
    assert final.content[0].input == use.input
    messages += [
        {"role": "assistant", "content": [use.model_dump(exclude_none=True)]},
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": use.id, "content": "Sunny"}],
        },
    ]
    after: Any = await claude.messages.create(
        model=name,
        max_tokens=100,
        tools=[tool],
        messages=messages,
    )
    assert after.content[0].type == "text"


async def test_openai_embeds(chat: openai.AsyncOpenAI) -> None:
    """The client asks for base64 by itself; ours and the provider's vectors both arrive."""
    there = await chat.embeddings.create(model="vectors", input=["a", "b"], dimensions=3)
    assert [len(each.embedding) for each in there.data] == [3, 3]
    here = await chat.embeddings.create(model="local-vectors", input="red cotton shirt")
    assert (len(here.data[0].embedding), here.model) == (256, "local")
    short = await chat.embeddings.create(
        model="local-vectors", input="red cotton shirt", dimensions=64, encoding_format="float"
    )
    assert len(short.data[0].embedding) == 64


async def test_both_list_models(chat: openai.AsyncOpenAI, claude: anthropic.AsyncAnthropic) -> None:
    """Routes are the models that callers see."""
    names = [each.name for each in ROUTES]
    assert [model.id async for model in chat.models.list()] == names
    assert [model.id async for model in claude.models.list()] == names
    assert (await chat.models.retrieve("default")).id == "default"
    assert (await claude.models.retrieve("default")).id == "default"
    with pytest.raises(openai.NotFoundError):
        await chat.models.retrieve("nothing")


async def test_wrong_keys_and_unknown_routes_reach_no_provider(
    served: tuple[World, str], chat: openai.AsyncOpenAI, claude: anthropic.AsyncAnthropic
) -> None:
    """Refused in each client's own words; no provider hears of it, nothing is reserved."""
    world, url = served
    hi: Any = [{"role": "user", "content": "Hi"}]
    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="no", max_retries=0) as other:
        with pytest.raises(openai.AuthenticationError):
            await other.chat.completions.create(model="default", messages=hi)
    async with anthropic.AsyncAnthropic(base_url=url, api_key="no", max_retries=0) as stranger:
        with pytest.raises(anthropic.AuthenticationError):
            await stranger.messages.create(model="default", max_tokens=9, messages=hi)
    with pytest.raises(openai.NotFoundError):
        await chat.chat.completions.create(model="nothing", messages=hi)
    with pytest.raises(anthropic.NotFoundError):
        await claude.messages.create(model="nothing", max_tokens=9, messages=hi)
    assert (world.openai.calls, world.anthropic.calls, world.gate.wishes) == (0, 0, [])


@pytest.mark.parametrize("name", ["to-openai", "to-anthropic"])
async def test_a_broken_stream_raises_in_the_clients(
    served: tuple[World, str],
    chat: openai.AsyncOpenAI,
    claude: anthropic.AsyncAnthropic,
    name: str,
) -> None:
    """Half an answer is never taken for a whole one.

    Fault it was seen to catch: a clean end written instead of the error event.
    """
    world, _ = served
    hi: Any = [{"role": "user", "content": "Hi"}]
    fake = world.openai if name == "to-openai" else world.anthropic
    fake.order(Fault.TRUNCATE, times=2)
    stream: Any = await chat.chat.completions.create(model=name, messages=hi, stream=True)
    got = []

    async def read() -> None:
        async for chunk in stream:
            got.append(chunk)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(openai.APIError):
        await read()
    assert got

    async def listen() -> None:
        async with claude.messages.stream(model=name, max_tokens=9, messages=hi) as pieces:
            async for _ in pieces.text_stream:
                pass

    with pytest.raises(anthropic.APIStatusError):
        await listen()


@pytest.mark.parametrize(
    ("fault", "theirs", "ours"),
    [
        (Fault.RATE_LIMIT, openai.RateLimitError, anthropic.RateLimitError),
        (Fault.OVERLOADED, openai.InternalServerError, anthropic.InternalServerError),
        (Fault.TOO_LONG, openai.BadRequestError, anthropic.BadRequestError),
        (Fault.WRONG_KEY, openai.InternalServerError, anthropic.InternalServerError),
        (Fault.HANG, openai.InternalServerError, anthropic.InternalServerError),
    ],
)
@pytest.mark.parametrize("name", ["to-openai", "to-anthropic"])
async def test_failures_are_errors_of_the_callers_dialect(
    fakes: Fakes,
    name: str,
    fault: Fault,
    theirs: type[openai.APIStatusError],
    ours: type[anthropic.APIStatusError],
) -> None:
    """The right class in both clients, Retry-After kept; a provider's words about keys are not."""
    hi: Any = [{"role": "user", "content": "Hi"}]
    for dialect in ("openai", "anthropic"):
        async with world_on(fakes) as world, world.door(*ROUTES) as url:
            fake = world.openai if name == "to-openai" else world.anthropic
            fake.order(fault, seconds=7)
            error: openai.APIStatusError | anthropic.APIStatusError
            if dialect == "openai":
                async with openai.AsyncOpenAI(
                    base_url=f"{url}/v1", api_key=KEY, max_retries=0
                ) as chat:
                    with pytest.raises(theirs) as caught:
                        await chat.chat.completions.create(model=name, messages=hi)
                error = caught.value
                if fault == Fault.TOO_LONG:
                    assert caught.value.code == "context_length_exceeded"
            else:
                async with anthropic.AsyncAnthropic(
                    base_url=url, api_key=KEY, max_retries=0
                ) as claude:
                    with pytest.raises(ours) as refused:
                        await claude.messages.create(model=name, max_tokens=9, messages=hi)
                error = refused.value
                if fault == Fault.TOO_LONG:
                    assert "prompt is too long" in str(error)
                if fault == Fault.OVERLOADED:
                    assert error.status_code == 529
            assert "sk-fake" not in str(error)
            assert "x-api-key" not in str(error)
            if fault == Fault.RATE_LIMIT:
                assert error.response.headers["retry-after"] == "7"
            settled = await world.gate.ended()
            assert settled.status == Status.FAILED


@pytest.mark.parametrize("fault", [Fault.SLOW_BETWEEN, Fault.SLOW_FIRST, Fault.HANG])
@pytest.mark.parametrize("name", ["openai", "anthropic"])
async def test_a_caller_who_leaves_stops_the_provider_and_is_settled(
    fakes: Fakes, fault: Fault, name: str
) -> None:
    """Streaming: before and after the first token.

    Fault it was seen to catch: nobody listening for the caller's end.
    """
    target = O if name == "openai" else A
    patient = Deadlines(connect=5, attempt=60, first=60, between=60, total=90)
    routes = (route(target, name="slow", deadlines=patient),)
    async with world_on(fakes) as world, world.door(*routes) as url:
        fake = world.openai if name == "openai" else world.anthropic
        fake.order(fault, seconds=60)
        async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0) as chat:

            async def listen() -> None:
                stream: Any = await chat.chat.completions.create(
                    model="slow", messages=[{"role": "user", "content": "Hi"}], stream=True
                )
                async for _ in stream:
                    pass

            task = asyncio.ensure_future(listen())
            await until(lambda: bool(fake.calls))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await until(lambda: bool(world.gate.settled and fake.left))
        settled = world.gate.settled[-1]
        assert settled.status == Status.CANCELLED
        assert settled.usage.estimated
        assert settled.usage.input > 0
        assert (settled.usage.output > 0) is (fault == Fault.SLOW_BETWEEN)
        assert len(world.gate.settled) == 1


async def test_a_caller_of_a_whole_answer_who_leaves_is_settled(fakes: Fakes) -> None:
    """Not streaming: the provider is stopped as well."""
    patient = Deadlines(connect=5, attempt=60, first=60, between=60, total=90)
    async with (
        world_on(fakes) as world,
        world.door(route(A, name="slow", deadlines=patient)) as url,
    ):
        world.anthropic.order(Fault.HANG, seconds=60)
        async with anthropic.AsyncAnthropic(base_url=url, api_key=KEY, max_retries=0) as claude:
            asked = claude.messages.create(
                model="slow", max_tokens=9, messages=[{"role": "user", "content": "Hi"}]
            )
            task = asyncio.ensure_future(asked)
            await until(lambda: bool(world.anthropic.calls))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await until(lambda: bool(world.gate.settled and world.anthropic.left))
        assert world.gate.settled[-1].status == Status.CANCELLED
