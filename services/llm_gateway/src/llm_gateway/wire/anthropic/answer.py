"""Anthropic's whole answers into the inner form and back."""

from typing import Any, Final

import orjson

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.wire.answer import Answer, Stop, Usage
from llm_gateway.wire.anthropic.write import reasoning_block
from llm_gateway.wire.call import Json, Part, Reasoning, Refusal, Text, ToolUse
from llm_gateway.wire.json import count, dump_text

STOPS: Final = {
    "end_turn": Stop.END,
    "max_tokens": Stop.LENGTH,
    "stop_sequence": Stop.SEQUENCE,
    "tool_use": Stop.TOOLS,
    "refusal": Stop.REFUSED,
    "pause_turn": Stop.PAUSED,
    "model_context_window_exceeded": Stop.CONTEXT,
}
REASONS: Final = {stop: reason for reason, stop in STOPS.items()}


def usage_of(raw: Any, before: Usage | None = None) -> Usage:
    """The count. This dialect's `input_tokens` leaves out what came from or went to the cache; a
    stream's last count may leave out what its first (`before`) said."""
    raw = raw if isinstance(raw, dict) else {}
    before = before or Usage()
    cached = raw.get("cache_read_input_tokens")
    written = raw.get("cache_creation_input_tokens")
    fresh = raw.get("input_tokens")
    if cached is None:
        cached = before.cached
    if written is None:
        written = before.cache_written
    if fresh is None:
        fresh = before.input - before.cached - before.cache_written
    details = raw.get("output_tokens_details") or {}
    return Usage(
        input=count(fresh) + count(cached) + count(written),
        output=count(raw.get("output_tokens")),
        cached=count(cached),
        cache_written=count(written),
        reasoning=count(details.get("thinking_tokens")),
    )


def usage_body(usage: Usage) -> Json:
    """The count as this dialect says it."""
    return {
        "input_tokens": max(0, usage.input - usage.cached - usage.cache_written),
        "cache_creation_input_tokens": usage.cache_written,
        "cache_read_input_tokens": usage.cached,
        "output_tokens": usage.output,
        "output_tokens_details": {"thinking_tokens": usage.reasoning},
    }


def answer_of(body: Json) -> Answer:
    """The inner form. Raises ProviderFailed(MALFORMED)."""
    content = body.get("content")
    if not isinstance(content, list):
        raise ProviderFailed(Kind.MALFORMED, "The provider's answer has no content.")
    try:
        parts = tuple(part for raw in content if (part := _part(raw)) is not None)
    except (KeyError, TypeError, AttributeError) as exc:
        raise ProviderFailed(Kind.MALFORMED, "The provider's content has no shape.") from exc
    return Answer(
        id=str(body.get("id", "")),
        model=str(body.get("model", "")),
        parts=parts,
        stop=STOPS.get(body.get("stop_reason") or "end_turn", Stop.END),
        usage=usage_of(body.get("usage")),
        stop_sequence=body.get("stop_sequence"),
    )


def _part(raw: Json) -> Part | None:
    match raw["type"]:
        case "text":
            return Text(raw["text"])
        case "tool_use":
            return ToolUse(raw["id"], raw["name"], dump_text(raw["input"]))
        case "thinking":
            return Reasoning(raw["thinking"], raw.get("signature", ""))
        case "redacted_thinking":
            return Reasoning("", redacted=raw["data"])
    return None  # what the provider's own tools did on the way


def body_of(answer: Answer) -> Json:
    """A message. Raises ProviderFailed(MALFORMED) for tool arguments that are no JSON object."""
    refused = any(isinstance(part, Refusal) for part in answer.parts)
    reason = "refusal" if refused else REASONS[answer.stop]
    return {
        "id": answer.id,
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": [raw for part in answer.parts if (raw := _block(part)) is not None],
        "stop_reason": reason,
        "stop_sequence": answer.stop_sequence,
        "usage": usage_body(answer.usage),
    }


def _block(part: Part) -> Json | None:
    match part:
        case Text() | Refusal():
            return {"type": "text", "text": part.text}
        case Reasoning():
            return reasoning_block(part)
        case ToolUse():
            return {
                "type": "tool_use",
                "id": part.id,
                "name": part.name,
                "input": _arguments(part.arguments),
            }
    return None


def _arguments(text: str) -> Json:
    """What another family's model wrote as arguments, which need not be JSON."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise ProviderFailed(Kind.MALFORMED, "The model's tool arguments are no JSON object.")
    return value
