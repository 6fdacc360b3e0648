"""The inner form as an OpenAI request, for calls that came in another dialect."""

from typing import Any

from llm_gateway.wire.call import (
    Choice,
    Image,
    Json,
    Message,
    Part,
    Prompt,
    Refusal,
    Role,
    Text,
    Tool,
    ToolChoice,
    ToolResult,
    ToolUse,
)


def body_of(prompt: Prompt, model: str, *, sampling: bool, max_tokens_field: str) -> Json:
    """A chat completion's body. `sampling` False leaves temperature and top_p out, which the newer
    models refuse; `max_tokens_field` is `max_tokens` for servers that know only the old name."""
    body: Json = {"model": model, "messages": [m for each in prompt.messages for m in _said(each)]}
    if prompt.max_tokens is not None:
        body[max_tokens_field] = prompt.max_tokens
    if sampling and prompt.temperature is not None:
        body["temperature"] = prompt.temperature
    if sampling and prompt.top_p is not None:
        body["top_p"] = prompt.top_p
    if prompt.stop:
        body["stop"] = list(prompt.stop)
    if prompt.effort:
        body["reasoning_effort"] = prompt.effort
    if prompt.user:
        body["safety_identifier"] = prompt.user
    if prompt.tools:
        body["tools"] = [{"type": "function", "function": _function(t)} for t in prompt.tools]
    if prompt.tool_choice is not None and prompt.tools:
        body["tool_choice"] = _choice(prompt.tool_choice)
        if prompt.tool_choice.parallel is not None:
            body["parallel_tool_calls"] = prompt.tool_choice.parallel
    if prompt.wanted is not None:
        body["response_format"] = _format(prompt)
    return body


def _format(prompt: Prompt) -> Json:
    wanted = prompt.wanted
    if wanted is None or not wanted.schema:
        return {"type": "json_object"}
    named: Json = {"name": wanted.name, "schema": wanted.schema}
    if wanted.strict is not None:
        named["strict"] = wanted.strict
    return {"type": "json_schema", "json_schema": named}


def _function(tool: Tool) -> Json:
    function: Json = {"name": tool.name, "parameters": tool.schema}
    if tool.description:
        function["description"] = tool.description
    if tool.strict is not None:
        function["strict"] = tool.strict
    return function


def _choice(choice: ToolChoice) -> Any:
    match choice.kind:
        case Choice.ANY:
            return "required"
        case Choice.NAMED:
            return {"type": "function", "function": {"name": choice.name}}
        case Choice.AUTO | Choice.NONE:
            return choice.kind.value


def _said(message: Message) -> list[Json]:
    """A message; tools' results are messages of their own, before what the user says."""
    if message.role == Role.ASSISTANT:
        return [_assistant(message)]
    said: list[Json] = [
        {"role": "tool", "tool_call_id": part.id, "content": _result(part)}
        for part in message.parts
        if isinstance(part, ToolResult)
    ]
    rest = [part for part in message.parts if isinstance(part, Text | Image)]
    # This dialect's tools answer in words only: their pictures follow as the user's.
    rest = [
        *(p for r in message.parts if isinstance(r, ToolResult) for p in _pictures(r)),
        *rest,
    ]
    if rest or not said:
        said.append({"role": message.role.value, "content": _content(rest)})
    return said


def _assistant(message: Message) -> Json:
    words = [part for part in message.parts if isinstance(part, Text)]
    raw: Json = {"role": "assistant", "content": _content(words) if words else None}
    refusals = [part.text for part in message.parts if isinstance(part, Refusal)]
    if refusals:
        raw["refusal"] = "".join(refusals)
    calls = [_call(part) for part in message.parts if isinstance(part, ToolUse)]
    if calls:
        raw["tool_calls"] = calls
    return raw


def _call(part: ToolUse) -> Json:
    function = {"name": part.name, "arguments": part.arguments}
    return {"id": part.id, "type": "function", "function": function}


def _result(part: ToolResult) -> str:
    words = "\n".join(each.text for each in part.parts if isinstance(each, Text))
    return f"Error: {words}" if part.is_error else words


def _pictures(part: ToolResult) -> list[Image]:
    return [each for each in part.parts if isinstance(each, Image)]


def _content(parts: list[Any]) -> Any:
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0].text
    return [_part(part) for part in parts] if parts else ""


def _part(part: Part) -> Json:
    if isinstance(part, Image):
        url = part.url or f"data:{part.media_type};base64,{part.data}"
        return {"type": "image_url", "image_url": {"url": url}}
    return {"type": "text", "text": part.text if isinstance(part, Text) else ""}
