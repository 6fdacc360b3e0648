"""Anthropic's message requests into the inner form."""

from typing import Any

from llm_gateway.failures import bad_request
from llm_gateway.wire.call import (
    Call,
    Choice,
    Family,
    Image,
    Json,
    Message,
    Part,
    Prompt,
    Reasoning,
    Role,
    Text,
    Tool,
    ToolChoice,
    ToolResult,
    ToolUse,
    Wanted,
)
from llm_gateway.wire.json import dump_text, number, objects, parse_request, text, whole
from llm_gateway.wire.weight import weight


def call_of(raw: bytes, *, feature: str = "") -> Call:
    """A message request. Raises ProviderFailed(BAD_REQUEST) where the frame of it is wrong;
    what is inside is looked at when somebody needs it."""
    body = parse_request(raw)
    name = body.get("model")
    if not isinstance(name, str) or not name:
        raise bad_request("model must be the name of a model or route.", "model")
    if whole(body.get("max_tokens"), "max_tokens") is None:
        raise bad_request("max_tokens: Field required", "max_tokens")
    if not objects(body.get("messages"), "messages"):
        raise bad_request("messages must not be empty.", "messages")
    stream = body.get("stream") is True
    size = weight(body, len(raw))
    return Call(name, Family.ANTHROPIC, body, size, stream, prompt_of, feature)


def prompt_of(body: Json) -> Prompt:
    """The inner form. Raises ProviderFailed(BAD_REQUEST)."""
    unknown: list[str] = []
    messages = []
    if body.get("system"):
        messages.append(Message(Role.SYSTEM, _parts(body["system"], "system", unknown)))
    for place, raw in enumerate(objects(body.get("messages"), "messages")):
        where = f"messages.{place}"
        if raw.get("role") not in {"user", "assistant", "system"}:
            raise bad_request(f"{where}.role is not one this interface knows.", f"{where}.role")
        parts = _parts(raw.get("content"), f"{where}.content", unknown)
        messages.append(Message(Role(raw["role"]), parts))
    output = body.get("output_config") or {}
    form = output.get("format") or {}
    metadata = body.get("metadata") or {}
    stop = body.get("stop_sequences") or ()
    return Prompt(
        messages=tuple(messages),
        tools=_tools(body, unknown),
        tool_choice=_tool_choice(body.get("tool_choice")),
        wanted=Wanted(form["schema"]) if isinstance(form.get("schema"), dict) else None,
        max_tokens=whole(body.get("max_tokens"), "max_tokens"),
        temperature=number(body.get("temperature"), "temperature"),
        top_p=number(body.get("top_p"), "top_p"),
        stop=tuple(text(each, "stop_sequences") for each in stop),
        effort=output.get("effort"),
        user=metadata.get("user_id"),
        untranslatable=(*(name for name in ("container",) if body.get(name)), *unknown),
    )


def _parts(content: Any, where: str, unknown: list[str]) -> tuple[Part, ...]:
    if isinstance(content, str):
        return (Text(content),)
    parts: list[Part] = []
    for place, raw in enumerate(objects(content, where)):
        here = f"{where}.{place}"
        match raw.get("type"):
            case "text":
                parts.append(Text(text(raw.get("text"), f"{here}.text")))
            case "image":
                image = _image(raw.get("source"))
                if image is None:
                    unknown.append(here)
                else:
                    parts.append(image)
            case "tool_use":
                parts.append(
                    ToolUse(
                        text(raw.get("id"), f"{here}.id"),
                        text(raw.get("name"), f"{here}.name"),
                        dump_text(raw.get("input") or {}),
                    )
                )
            case "tool_result":
                parts.append(_result(raw, here, unknown))
            case "thinking":
                parts.append(Reasoning(raw.get("thinking", ""), raw.get("signature", "")))
            case "redacted_thinking":
                parts.append(Reasoning("", redacted=raw.get("data", "")))
            case _:
                unknown.append(here)
    return tuple(parts)


def _image(source: Any) -> Image | None:
    match source:
        case {"type": "base64", "media_type": str(kind), "data": str(data)}:
            return Image(media_type=kind, data=data)
        case {"type": "url", "url": str(url)}:
            return Image(url=url)
    return None


def _result(raw: Json, where: str, unknown: list[str]) -> ToolResult:
    inner = _parts(raw.get("content") or "", f"{where}.content", unknown)
    return ToolResult(
        text(raw.get("tool_use_id"), f"{where}.tool_use_id"),
        tuple(part for part in inner if isinstance(part, Text | Image)),
        raw.get("is_error") is True,
    )


def _tools(body: Json, unknown: list[str]) -> tuple[Tool, ...]:
    tools = []
    for place, raw in enumerate(objects(body.get("tools") or [], "tools")):
        if raw.get("type") not in {None, "custom"}:
            unknown.append(f"tools.{place}")  # a tool that runs at the provider
            continue
        schema = raw.get("input_schema") or {"type": "object", "properties": {}}
        tools.append(
            Tool(
                text(raw.get("name"), f"tools.{place}.name"),
                raw.get("description") or "",
                schema,
                raw.get("strict"),
            )
        )
    return tuple(tools)


def _tool_choice(raw: Any) -> ToolChoice | None:
    match raw:
        case None:
            return None
        case {"type": "auto" | "any" | "none" as kind}:
            choice, name = Choice(kind), ""
        case {"type": "tool", "name": str(name)}:
            choice = Choice.NAMED
        case _:
            raise bad_request("tool_choice is not one this interface knows.", "tool_choice")
    alone = raw.get("disable_parallel_tool_use")
    return ToolChoice(choice, name, None if alone is None else not alone)
