"""OpenAI's streams: chunks into events, and events into chunks."""

import time
from typing import Any, Final

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.wire.answer import (
    Counted,
    Done,
    Event,
    ReasoningDelta,
    RefusalDelta,
    Started,
    Stop,
    Stopped,
    TextDelta,
    ToolDelta,
    ToolStarted,
    Usage,
)
from llm_gateway.wire.call import Json
from llm_gateway.wire.json import dump, parse_answer
from llm_gateway.wire.openai.answer import REASONS, STOPS, usage_body, usage_of
from llm_gateway.wire.openai.errors import error_in
from llm_gateway.wire.sse import Sse, frame

DONE: Final = b"data: [DONE]\n\n"


class ChunkReader:
    """Events out of one stream of chunks, in order."""

    def __init__(self) -> None:
        self._started = False
        self._tools: dict[int, int] = {}
        """The provider's index of a tool call, and ours, which counts from 0 without gaps."""

    def read(self, sse: Sse) -> list[Event]:
        """What one event says. Raises ProviderFailed for an error in it (ERROR_BODY or closer)
        and for what is no chunk (MALFORMED)."""
        if sse.data.startswith(b"[DONE]"):
            return [Done()]
        chunk = parse_answer(sse.data)
        if chunk.get("error") or sse.name == "error":
            raise error_in(200, chunk)
        events: list[Event] = []
        if not self._started:
            self._started = True
            fingerprint = chunk.get("system_fingerprint")
            events.append(
                Started(str(chunk.get("id", "")), str(chunk.get("model", "")), None, fingerprint)
            )
        try:
            for choice in chunk.get("choices") or ():
                if choice.get("index", 0) == 0:
                    self._choice(choice, events)
        except (KeyError, TypeError, AttributeError) as exc:
            raise ProviderFailed(Kind.MALFORMED, "A chunk of the stream has no shape.") from exc
        usage = usage_of(chunk.get("usage"))
        if usage is not None:
            events.append(Counted(usage))
        return events

    def _choice(self, choice: Json, events: list[Event]) -> None:
        delta = choice.get("delta") or {}
        if delta.get("content"):
            events.append(TextDelta(delta["content"]))
        if delta.get("refusal"):
            events.append(RefusalDelta(delta["refusal"]))
        # Not OpenAI's own: what many compatible servers call their models' thinking.
        thinking = delta.get("reasoning_content")
        if isinstance(thinking, str) and thinking:
            events.append(ReasoningDelta(thinking))
        for call in delta.get("tool_calls") or ():
            self._tool(call, events)
        if choice.get("finish_reason"):
            events.append(Stopped(STOPS.get(choice["finish_reason"], Stop.END)))

    def _tool(self, call: Json, events: list[Event]) -> None:
        function = call.get("function") or {}
        index = call.get("index", 0)
        if index not in self._tools:
            self._tools[index] = len(self._tools)
            events.append(ToolStarted(self._tools[index], call["id"], function["name"]))
        if function.get("arguments"):
            events.append(ToolDelta(self._tools[index], function["arguments"]))


def only_counts(chunk: bytes, events: list[Event]) -> bool:
    """Whether a chunk is the one that only `include_usage` brings: no choices, just the count."""
    return (
        bool(events)
        and isinstance(events[-1], Counted)
        and b'"choices":[]' in chunk.replace(b" ", b"")
    )


class ChunkWriter:
    """Events as one stream of chunks."""

    def __init__(self, *, usage: bool) -> None:
        """`usage`: whether the caller asked for the count at the end."""
        self._usage = usage
        self._head: Json = {}

    def write(self, event: Event) -> bytes:  # noqa: PLR0911 - one return a kind of event
        """The bytes of an event; none where this dialect has no word for it."""
        match event:
            case Started():
                self._head = {
                    "id": event.id,
                    "object": "chat.completion.chunk",
                    "created": int(time.time()),
                    "model": event.model,
                    "system_fingerprint": event.fingerprint,
                }
                return self._chunk({"role": "assistant", "content": ""})
            case TextDelta():
                return self._chunk({"content": event.text})
            case RefusalDelta():
                return self._chunk({"refusal": event.text})
            case ToolStarted():
                function = {"name": event.name, "arguments": ""}
                call = {"index": event.index, "id": event.id, "type": "function"}
                return self._chunk({"tool_calls": [call | {"function": function}]})
            case ToolDelta():
                call = {"index": event.index, "function": {"arguments": event.arguments}}
                return self._chunk({"tool_calls": [call]})
            case Stopped():
                return self._chunk({}, REASONS[event.stop])
            case Counted():
                return self._count(event.usage)
            case Done():
                return DONE
            case ReasoningDelta():
                return b""

    def _count(self, usage: Usage) -> bytes:
        if not self._usage:
            return b""
        return frame(dump(self._head | {"choices": [], "usage": usage_body(usage)}))

    def _chunk(self, delta: Json, reason: str | None = None) -> bytes:
        choice: dict[str, Any] = {
            "index": 0,
            "delta": delta,
            "logprobs": None,
            "finish_reason": reason,
        }
        more = {"usage": None} if self._usage else {}
        return frame(dump(self._head | {"choices": [choice]} | more))
