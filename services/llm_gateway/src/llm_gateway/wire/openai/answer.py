"""OpenAI's whole answers into the inner form and back."""

import time
from typing import Any, Final

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.wire.answer import Answer, Stop, Usage
from llm_gateway.wire.call import Json, Part, Refusal, Text, ToolUse
from llm_gateway.wire.json import count

STOPS: Final = {
    "stop": Stop.END,
    "length": Stop.LENGTH,
    "tool_calls": Stop.TOOLS,
    "function_call": Stop.TOOLS,
    "content_filter": Stop.REFUSED,
}
REASONS: Final = {
    Stop.END: "stop",
    Stop.SEQUENCE: "stop",
    Stop.PAUSED: "stop",
    Stop.LENGTH: "length",
    Stop.CONTEXT: "length",
    Stop.TOOLS: "tool_calls",
    Stop.REFUSED: "content_filter",
}


def usage_of(raw: Any) -> Usage | None:
    """The count in an answer or chunk, or None where there is none."""
    if not isinstance(raw, dict):
        return None
    before = raw.get("prompt_tokens_details") or {}
    after = raw.get("completion_tokens_details") or {}
    return Usage(
        input=count(raw.get("prompt_tokens")),
        output=count(raw.get("completion_tokens")),
        cached=count(before.get("cached_tokens")),
        cache_written=count(before.get("cache_write_tokens")),
        reasoning=count(after.get("reasoning_tokens")),
    )


def usage_body(usage: Usage) -> Json:
    """The count as this dialect says it."""
    return {
        "prompt_tokens": usage.input,
        "completion_tokens": usage.output,
        "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {
            "cached_tokens": usage.cached,
            "cache_write_tokens": usage.cache_written,
        },
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }


def answer_of(body: Json) -> Answer:
    """The inner form of the first choice. Raises ProviderFailed(MALFORMED)."""
    try:
        choice = body["choices"][0]
        message = choice["message"]
        parts: list[Part] = []
        if message.get("content"):
            parts.append(Text(message["content"]))
        if message.get("refusal"):
            parts.append(Refusal(message["refusal"]))
        for call in message.get("tool_calls") or ():
            function = call["function"]
            parts.append(ToolUse(call["id"], function["name"], function["arguments"] or "{}"))
    except (KeyError, IndexError, TypeError, AttributeError) as exc:
        raise ProviderFailed(Kind.MALFORMED, "The provider's answer has no message.") from exc
    reason = choice.get("finish_reason")
    stop = Stop.REFUSED if message.get("refusal") else STOPS.get(reason, Stop.END)
    return Answer(
        id=str(body.get("id", "")),
        model=str(body.get("model", "")),
        parts=tuple(parts),
        stop=stop,
        usage=usage_of(body.get("usage")) or Usage(estimated=True),
        fingerprint=body.get("system_fingerprint"),
    )


def body_of(answer: Answer) -> Json:
    """A chat completion's answer. Thinking is left out: this dialect has no place for it."""
    words = "".join(part.text for part in answer.parts if isinstance(part, Text))
    refusal = "".join(part.text for part in answer.parts if isinstance(part, Refusal))
    message: Json = {
        "role": "assistant",
        "content": words or None,
        "refusal": refusal or None,
        "annotations": [],
    }
    calls = [part for part in answer.parts if isinstance(part, ToolUse)]
    if calls:
        message["tool_calls"] = [
            {
                "id": part.id,
                "type": "function",
                "function": {"name": part.name, "arguments": part.arguments},
            }
            for part in calls
        ]
    elif not refusal:
        message["content"] = words
    reason = "stop" if refusal else REASONS[answer.stop]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reason}
    return {
        "id": answer.id,
        "object": "chat.completion",
        "created": int(time.time()),
        "model": answer.model,
        "choices": [choice],
        "usage": usage_body(answer.usage),
        "system_fingerprint": answer.fingerprint,
    }
