"""A call in one dialect reaches a provider of the other with nothing lost; its answer returns."""

from typing import Any

import orjson
import pytest

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.http.render import whole
from llm_gateway.wire.answer import Stop, Usage
from llm_gateway.wire.anthropic import answer as anthropic_answer
from llm_gateway.wire.anthropic import write as to_anthropic
from llm_gateway.wire.anthropic.request import call_of as anthropic_call
from llm_gateway.wire.anthropic.request import prompt_of as from_anthropic
from llm_gateway.wire.call import Json
from llm_gateway.wire.openai import answer as openai_answer
from llm_gateway.wire.openai import write as to_openai
from llm_gateway.wire.openai.request import call_of as openai_call
from llm_gateway.wire.openai.request import prompt_of as from_openai

from .world import WHO, A, O, World, anthropic_body, openai_body, route

SCHEMA: Json = {"type": "object", "properties": {"city": {"type": "string"}}}
PNG = "iVBORw0KGgo="
OPENAI: Json = {
    "model": "m",
    "messages": [
        {"role": "system", "content": "Be short."},
        {"role": "developer", "content": [{"type": "text", "text": "Be kind."}]},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
                {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
            ],
        },
        {
            "role": "assistant",
            "content": "I look.",
            "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}},
                {"id": "c2", "type": "function", "function": {"name": "g", "arguments": ""}},
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "one"},
        {"role": "tool", "tool_call_id": "c2", "content": [{"type": "text", "text": "two"}]},
        {"role": "user", "content": "And now?"},
    ],
    "tools": [
        {
            "type": "function",
            "function": {"name": "f", "description": "F.", "parameters": SCHEMA, "strict": True},
        }
    ],
    "tool_choice": {"type": "function", "function": {"name": "f"}},
    "parallel_tool_calls": False,
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA}},
    "max_completion_tokens": 77,
    "temperature": 1.5,
    "top_p": 0.9,
    "stop": ["END"],
    "reasoning_effort": "high",
    "safety_identifier": "u-1",
}
ANTHROPIC: Json = {
    "model": "m",
    "max_tokens": 77,
    "system": "Be short.\nBe kind.",
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {
                    "type": "image",
                    "source": {"type": "base64", "media_type": "image/png", "data": PNG},
                },
                {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
            ],
        },
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "I look."},
                {"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}},
                {"type": "tool_use", "id": "c2", "name": "g", "input": {}},
            ],
        },
        {
            "role": "user",
            "content": [
                {
                    "type": "tool_result",
                    "tool_use_id": "c1",
                    "content": [{"type": "text", "text": "one"}],
                },
                {
                    "type": "tool_result",
                    "tool_use_id": "c2",
                    "content": [{"type": "text", "text": "two"}],
                },
                {"type": "text", "text": "And now?"},
            ],
        },
    ],
    "tools": [{"name": "f", "description": "F.", "input_schema": SCHEMA, "strict": True}],
    "tool_choice": {"type": "tool", "name": "f", "disable_parallel_tool_use": True},
    "output_config": {"effort": "high", "format": {"type": "json_schema", "schema": SCHEMA}},
    "temperature": 1.0,
    "top_p": 0.9,
    "stop_sequences": ["END"],
    "metadata": {"user_id": "u-1"},
}


def test_an_openai_request_becomes_anthropics() -> None:
    """Roles, pictures, tools and their results, choice, schema, effort, limits.

    Fault it was seen to catch: results of one turn's tools in two messages.
    """
    body = to_anthropic.body_of(from_openai(OPENAI), "m", sampling=True, max_tokens=1)
    assert body == ANTHROPIC


def test_an_anthropic_request_becomes_openais_and_comes_back() -> None:
    """Both ways round, nothing is lost but what one dialect cannot say."""
    prompt = from_anthropic(ANTHROPIC)
    body = to_openai.body_of(prompt, "m", sampling=True, max_tokens_field="max_completion_tokens")
    assert [message["role"] for message in body["messages"]] == [
        "system",
        "user",
        "assistant",
        "tool",
        "tool",
        "user",
    ]
    again = to_anthropic.body_of(from_openai(body), "m", sampling=True, max_tokens=1)
    assert again == ANTHROPIC
    assert body["max_completion_tokens"] == 77
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


@pytest.mark.parametrize(
    ("openai", "anthropic"),
    [
        ("auto", {"type": "auto"}),
        ("none", {"type": "none"}),
        ("required", {"type": "any"}),
        ({"type": "function", "function": {"name": "f"}}, {"type": "tool", "name": "f"}),
    ],
)
def test_tool_choices_are_each_others(openai: Any, anthropic: Json) -> None:
    """All four."""
    tools = {"tools": OPENAI["tools"], "tool_choice": openai}
    body = to_anthropic.body_of(
        from_openai(openai_body() | tools), "m", sampling=True, max_tokens=9
    )
    assert body["tool_choice"] == anthropic
    back = to_openai.body_of(
        from_anthropic(body), "m", sampling=True, max_tokens_field="max_tokens"
    )
    assert back["tool_choice"] == openai


def test_models_that_refuse_sampling_are_not_sent_it() -> None:
    """And the limit that one dialect demands is there."""
    body = to_anthropic.body_of(
        from_openai(openai_body(temperature=0.5)), "m", sampling=False, max_tokens=4096
    )
    assert "temperature" not in body
    assert body["max_tokens"] == 4096


@pytest.mark.parametrize(
    ("reason", "stop", "other"),
    [
        ("end_turn", Stop.END, "stop"),
        ("max_tokens", Stop.LENGTH, "length"),
        ("stop_sequence", Stop.SEQUENCE, "stop"),
        ("tool_use", Stop.TOOLS, "tool_calls"),
        ("refusal", Stop.REFUSED, "content_filter"),
        ("pause_turn", Stop.PAUSED, "stop"),
        ("model_context_window_exceeded", Stop.CONTEXT, "length"),
    ],
)
def test_reasons_to_stop_are_translated(reason: str, stop: Stop, other: str) -> None:
    """Each of Anthropic's has a word of OpenAI's, and comes back where it can."""
    body = {"id": "1", "model": "m", "content": [], "stop_reason": reason, "usage": {}}
    answer = anthropic_answer.answer_of(body)
    assert answer.stop == stop
    assert openai_answer.body_of(answer)["choices"][0]["finish_reason"] == other
    assert anthropic_answer.body_of(answer)["stop_reason"] == reason


def test_counts_mean_the_same_in_both_dialects() -> None:
    """One dialect's input holds what came from the cache, the other's does not.

    Fault it was seen to catch: cached tokens counted twice.
    """
    usage = Usage(input=100, output=20, cached=60, cache_written=10, reasoning=5)
    theirs = anthropic_answer.usage_body(usage)
    assert theirs["input_tokens"] == 30
    assert anthropic_answer.usage_of(theirs) == usage
    assert openai_answer.usage_of(openai_answer.usage_body(usage)) == usage
    assert openai_answer.usage_body(usage)["prompt_tokens"] == 100


async def test_the_same_family_gets_the_callers_own_body(world: World) -> None:
    """Fields that we do not know go through, and the answer's bytes come back as they were."""
    engine = world.engine(route(O, name="o"), route(A, name="a"))
    extra = {"unheard_of": {"x": [1, 2]}, "seed": 7}
    openai = openai_call(orjson.dumps(openai_body() | {"model": "o"} | extra))
    done = await engine.complete(WHO, openai)
    sent = world.openai.asked[-1].body
    assert (sent["unheard_of"], sent["seed"], sent["model"]) == ({"x": [1, 2]}, 7, "gpt-fake")
    assert b'"service_tier": "default"' in whole(done, openai.family)
    anthropic = anthropic_call(orjson.dumps(anthropic_body() | {"model": "a"} | extra))
    anthropic.passed = {"anthropic-beta": "some-beta"}
    done = await engine.complete(WHO, anthropic)
    asked = world.anthropic.asked[-1]
    assert asked.body["unheard_of"] == {"x": [1, 2]}
    assert asked.headers["anthropic-beta"] == "some-beta"
    assert b'"cache_creation"' in whole(done, anthropic.family)


async def test_what_a_family_cannot_say_goes_to_one_that_can(world: World) -> None:
    """Several choices at once: Anthropic is passed over, without a call and without blame."""
    call = openai_call(orjson.dumps(openai_body(n=2)))
    done = await world.engine(route(A, O)).complete(WHO, call)
    assert done.target == O
    assert (world.anthropic.calls, world.openai.calls) == (0, 1)
    with pytest.raises(ProviderFailed) as caught:
        await world.engine(route(A)).complete(WHO, call)
    assert caught.value.kind == Kind.UNSUPPORTED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b'{"model":"m"}',
        b'{"model":"m","messages":[]}',
        b'{"model":3,"messages":[{"role":"user","content":"x"}]}',
        b'{"model":"m","messages":["x"]}',
        b'{"model":"m","messages":[{"role":"user","content":"\\ud800"}]}',
    ],
)
def test_bodies_that_are_none_are_the_callers_mistake(raw: bytes) -> None:
    """A bad request, whatever is wrong."""
    for read in (openai_call, anthropic_call):
        with pytest.raises(ProviderFailed) as caught:
            read(raw)
        assert caught.value.kind == Kind.BAD_REQUEST
