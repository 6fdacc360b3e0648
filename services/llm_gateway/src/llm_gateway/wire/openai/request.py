"""OpenAI's chat completion requests into the inner form."""

from typing import Any, Final

from llm_gateway.failures import bad_request
from llm_gateway.wire.call import (
    Call,
    Choice,
    EmbeddingCall,
    Family,
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
    Wanted,
)
from llm_gateway.wire.json import an_object, number, objects, parse_request, text, whole
from llm_gateway.wire.weight import weight

_ROLES: Final = {
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "user": Role.USER,
    "assistant": Role.ASSISTANT,
    "tool": Role.USER,
    "function": Role.USER,
}
_ELSEWHERE_UNKNOWN: Final = (
    "audio",
    "functions",
    "function_call",
    "logit_bias",
    "logprobs",
    "prediction",
    "top_logprobs",
    "web_search_options",
)
"""Fields that change the answer and that only this family has. What merely tunes (penalties, seed,
service tier, verbosity, caching) is left out in translation instead."""


def call_of(raw: bytes, *, feature: str = "") -> Call:
    """A chat completion. Raises ProviderFailed(BAD_REQUEST) where the frame of it is wrong;
    what is inside is looked at when somebody needs it."""
    body = parse_request(raw)
    name = _name(body)
    objects(body.get("messages"), "messages")
    if not body["messages"]:
        raise bad_request("messages must not be empty.", "messages")
    options = body.get("stream_options")
    stream = body.get("stream") is True
    wants_usage = isinstance(options, dict) and options.get("include_usage") is True
    size = weight(body, len(raw))
    return Call(
        name, Family.OPENAI, body, size, stream, prompt_of, feature, wants_usage or not stream
    )


def embedding_of(raw: bytes, *, feature: str = "") -> EmbeddingCall:
    """An embedding request. Raises ProviderFailed(BAD_REQUEST)."""
    body = parse_request(raw)
    if not body.get("input"):
        raise bad_request("input must not be empty.", "input")
    return EmbeddingCall(_name(body), body, len(raw), feature)


def prompt_of(body: Json) -> Prompt:
    """The inner form. Raises ProviderFailed(BAD_REQUEST)."""
    messages = [
        _message(raw, f"messages.{place}")
        for place, raw in enumerate(objects(body.get("messages"), "messages"))
    ]
    stop = body.get("stop")
    tools, odd = _tools(body)
    return Prompt(
        messages=tuple(message for message, _ in messages),
        tools=tools,
        tool_choice=_tool_choice(body),
        wanted=_wanted(body.get("response_format")),
        max_tokens=whole(
            body.get("max_completion_tokens") or body.get("max_tokens"), "max_completion_tokens"
        ),
        temperature=number(body.get("temperature"), "temperature"),
        top_p=number(body.get("top_p"), "top_p"),
        stop=(stop,) if isinstance(stop, str) else tuple(stop or ()),
        effort=body.get("reasoning_effort"),
        user=body.get("safety_identifier") or body.get("user"),
        untranslatable=(
            *(field for field in _ELSEWHERE_UNKNOWN if body.get(field)),
            *(("n",) if body.get("n") not in {None, 1} else ()),
            *odd,
            *(field for _, unknown in messages for field in unknown),
        ),
    )


def _name(body: Json) -> str:
    name = body.get("model")
    if not isinstance(name, str) or not name:
        raise bad_request("model must be the name of a model or route.", "model")
    return name


def _message(raw: Json, where: str) -> tuple[Message, list[str]]:
    role = _ROLES.get(raw.get("role", ""))
    if role is None:
        raise bad_request(f"{where}.role is not one this interface knows.", f"{where}.role")
    unknown: list[str] = []
    parts = _parts(raw.get("content"), f"{where}.content", unknown)
    if raw["role"] in {"tool", "function"}:
        result = ToolResult(
            text(raw.get("tool_call_id", raw.get("name")), f"{where}.tool_call_id"),
            tuple(part for part in parts if isinstance(part, Text | Image)),
        )
        return Message(role, (result,)), unknown
    if isinstance(raw.get("refusal"), str):
        parts.append(Refusal(raw["refusal"]))
    if raw.get("tool_calls"):
        for place, call in enumerate(objects(raw["tool_calls"], f"{where}.tool_calls")):
            parts.append(_tool_use(call, f"{where}.tool_calls.{place}"))
    return Message(role, tuple(parts)), unknown


def _parts(content: Any, where: str, unknown: list[str]) -> list[Part]:
    if content is None:
        return []
    if isinstance(content, str):
        return [Text(content)]
    parts: list[Part] = []
    for place, raw in enumerate(objects(content, where)):
        match raw.get("type"):
            case "text":
                parts.append(Text(text(raw.get("text"), f"{where}.{place}.text")))
            case "refusal":
                parts.append(Refusal(text(raw.get("refusal"), f"{where}.{place}.refusal")))
            case "image_url":
                parts.append(_image(raw.get("image_url"), f"{where}.{place}.image_url"))
            case _:
                unknown.append(f"{where}.{place}")
    return parts


def _image(raw: Any, where: str) -> Image:
    url = text(an_object(raw, where).get("url"), f"{where}.url")
    if not url.startswith("data:"):
        return Image(url=url)
    kind, comma, data = url[5:].partition(",")
    if not comma or not kind.endswith(";base64"):
        raise bad_request("Pictures inside the request are base64 data addresses.", where)
    return Image(media_type=kind.removesuffix(";base64"), data=data)


def _tool_use(raw: Json, where: str) -> ToolUse:
    function = raw.get("function")
    if not isinstance(function, dict):
        raise bad_request(f"{where} is not a call of a function.", where)
    return ToolUse(
        text(raw.get("id"), f"{where}.id"),
        text(function.get("name"), f"{where}.function.name"),
        text(function.get("arguments", ""), f"{where}.function.arguments") or "{}",
    )


def _tools(body: Json) -> tuple[tuple[Tool, ...], list[str]]:
    tools, odd = [], []
    for place, raw in enumerate(objects(body.get("tools") or [], "tools")):
        if raw.get("type") != "function":
            odd.append(f"tools.{place}")
            continue
        function = an_object(raw.get("function"), f"tools.{place}.function")
        tools.append(
            Tool(
                text(function.get("name"), f"tools.{place}.function.name"),
                function.get("description") or "",
                function.get("parameters") or {"type": "object", "properties": {}},
                function.get("strict"),
            )
        )
    return tuple(tools), odd


def _tool_choice(body: Json) -> ToolChoice | None:
    raw, parallel = body.get("tool_choice"), body.get("parallel_tool_calls")
    match raw:
        case None:
            return None if parallel is None else ToolChoice(Choice.AUTO, parallel=parallel)
        case "auto" | "none":
            return ToolChoice(Choice(raw), parallel=parallel)
        case "required":
            return ToolChoice(Choice.ANY, parallel=parallel)
        case {"type": "function", "function": {"name": str(name)}}:
            return ToolChoice(Choice.NAMED, name, parallel)
        case {"type": "allowed_tools", "allowed_tools": {"mode": str(mode)}}:
            kind = Choice.ANY if mode == "required" else Choice.AUTO
            return ToolChoice(kind, parallel=parallel)
    raise bad_request("tool_choice is not one this interface knows.", "tool_choice")


def _wanted(raw: Any) -> Wanted | None:
    match raw:
        case None | {"type": "text"}:
            return None
        case {"type": "json_object"}:
            return Wanted({}, "object")
        case {"type": "json_schema", "json_schema": {"name": str(name)} as given}:
            schema = an_object(given.get("schema") or {}, "response_format.json_schema.schema")
            return Wanted(schema, name, given.get("strict"))
    raise bad_request("response_format is not one this interface knows.", "response_format")
