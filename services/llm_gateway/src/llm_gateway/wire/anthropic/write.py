"""The inner form as an Anthropic request, for calls that came in another dialect."""

from collections.abc import Iterable
from typing import Final

import orjson

from llm_gateway.failures import bad_request
from llm_gateway.wire.call import (
    Choice,
    Image,
    Json,
    Message,
    Part,
    Prompt,
    Reasoning,
    Refusal,
    Role,
    Text,
    Tool,
    ToolChoice,
    ToolResult,
    ToolUse,
)

_EFFORTS: Final = {"minimal": "low", "none": None}
"""OpenAI's words for less than the least that this dialect knows."""


def body_of(prompt: Prompt, model: str, *, sampling: bool, max_tokens: int) -> Json:
    """A message request's body. `max_tokens`, which this dialect demands, is used where the caller
    did not say; `sampling` False leaves temperature and top_p out, which the newer models refuse.

    Raises ProviderFailed(BAD_REQUEST) for a tool's arguments that are no JSON object.
    """
    body: Json = {
        "model": model,
        "max_tokens": prompt.max_tokens or max_tokens,
        "messages": _turns(prompt.messages),
    }
    system = prompt.text_of(Role.SYSTEM)
    if system:
        body["system"] = system
    if sampling and prompt.temperature is not None:
        body["temperature"] = min(prompt.temperature, 1.0)  # this dialect's scale ends at 1
    if sampling and prompt.top_p is not None:
        body["top_p"] = prompt.top_p
    if prompt.stop:
        body["stop_sequences"] = list(prompt.stop)
    if prompt.user:
        body["metadata"] = {"user_id": prompt.user}
    if prompt.tools:
        body["tools"] = [_tool(tool) for tool in prompt.tools]
        if prompt.tool_choice is not None:
            body["tool_choice"] = _choice(prompt.tool_choice)
    output = _output(prompt)
    if output:
        body["output_config"] = output
    return body


def _output(prompt: Prompt) -> Json:
    output: Json = {}
    if prompt.effort:
        effort = _EFFORTS.get(prompt.effort, prompt.effort)
        if effort:
            output["effort"] = effort
    if prompt.wanted is not None and prompt.wanted.schema:
        output["format"] = {"type": "json_schema", "schema": prompt.wanted.schema}
    return output


def _tool(tool: Tool) -> Json:
    raw: Json = {"name": tool.name, "input_schema": tool.schema}
    if tool.description:
        raw["description"] = tool.description
    if tool.strict is not None:
        raw["strict"] = tool.strict
    return raw


def _choice(choice: ToolChoice) -> Json:
    if choice.kind == Choice.NAMED:
        raw: Json = {"type": "tool", "name": choice.name}
    else:
        raw = {"type": choice.kind.value}
    if choice.parallel is not None and choice.kind != Choice.NONE:
        raw["disable_parallel_tool_use"] = not choice.parallel
    return raw


def _turns(messages: Iterable[Message]) -> list[Json]:
    """The turns; neighbours of one side become one, so that all results of a turn's tools stand in
    the one message that must follow it."""
    turns: list[Json] = []
    for message in messages:
        if message.role == Role.SYSTEM:
            continue  # all of them are the `system` text
        content = [raw for part in message.parts if (raw := _part(part)) is not None]
        if not content:
            continue
        if turns and turns[-1]["role"] == message.role.value:
            turns[-1]["content"] += content
        else:
            turns.append({"role": message.role.value, "content": content})
    for turn in turns:
        # Results come before words, as this dialect demands.
        turn["content"].sort(key=lambda raw: raw["type"] != "tool_result")
        if len(turn["content"]) == 1 and turn["content"][0]["type"] == "text":
            turn["content"] = turn["content"][0]["text"]
    return turns


def _part(part: Part) -> Json | None:
    match part:
        case Text() | Refusal():
            return {"type": "text", "text": part.text} if part.text else None
        case Image():
            return {"type": "image", "source": _source(part)}
        case ToolUse():
            return {
                "type": "tool_use",
                "id": part.id,
                "name": part.name,
                "input": arguments_of(part),
            }
        case ToolResult():
            inner = [raw for each in part.parts if (raw := _part(each)) is not None]
            result: Json = {"type": "tool_result", "tool_use_id": part.id, "content": inner}
            return result | ({"is_error": True} if part.is_error else {})
        case Reasoning():
            return reasoning_block(part)


def reasoning_block(part: Reasoning) -> Json:
    """Thinking as this dialect says it."""
    if part.redacted:
        return {"type": "redacted_thinking", "data": part.redacted}
    return {"type": "thinking", "thinking": part.text, "signature": part.signature}


def _source(image: Image) -> Json:
    if image.url:
        return {"type": "url", "url": image.url}
    return {"type": "base64", "media_type": image.media_type, "data": image.data}


def arguments_of(part: ToolUse) -> Json:
    """A tool's arguments as an object. Raises ProviderFailed(BAD_REQUEST)."""
    try:
        value = orjson.loads(part.arguments)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise bad_request(f"The arguments of tool call {part.id!r} are not a JSON object.")
    return value
