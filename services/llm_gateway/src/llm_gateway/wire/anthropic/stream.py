"""Anthropic's streams: their events into the inner ones, and back."""

from typing import Any

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
from llm_gateway.wire.anthropic.answer import REASONS, STOPS, usage_body, usage_of
from llm_gateway.wire.anthropic.errors import error_in
from llm_gateway.wire.call import Json
from llm_gateway.wire.json import dump, parse_answer
from llm_gateway.wire.sse import Sse, frame


class EventReader:
    """Inner events out of one stream, in order."""

    def __init__(self) -> None:
        self._tools: dict[int, int] = {}
        """The block's index, and ours among the tools."""
        self._usage = Usage()

    def read(self, sse: Sse) -> list[Event]:
        """What one event says. Raises ProviderFailed for an error event, and for what has no shape
        (MALFORMED). Events that are not known (`ping`, new ones) say nothing."""
        body = parse_answer(sse.data)
        try:
            return self._events(body)
        except (KeyError, TypeError, AttributeError) as exc:
            raise ProviderFailed(Kind.MALFORMED, "An event of the stream has no shape.") from exc

    def _events(self, body: Json) -> list[Event]:
        match body.get("type"):
            case "message_start":
                message = body["message"]
                self._usage = usage_of(message.get("usage"))
                return [Started(str(message["id"]), str(message["model"]), self._usage)]
            case "content_block_start":
                return self._block(body["index"], body["content_block"])
            case "content_block_delta":
                return self._delta(body["index"], body["delta"])
            case "message_delta":
                return self._end(body["delta"], body.get("usage"))
            case "message_stop":
                return [Done()]
            case "error":
                raise error_in(200, body)
        return []

    def _block(self, index: int, block: Json) -> list[Event]:
        match block["type"]:
            case "tool_use":
                self._tools[index] = len(self._tools)
                return [ToolStarted(self._tools[index], block["id"], block["name"])]
            case "text" if block.get("text"):
                return [TextDelta(block["text"])]
        return []

    def _delta(self, index: int, delta: Json) -> list[Event]:
        match delta["type"]:
            case "text_delta":
                return [TextDelta(delta["text"])]
            case "input_json_delta" if index in self._tools and delta["partial_json"]:
                return [ToolDelta(self._tools[index], delta["partial_json"])]
            case "thinking_delta":
                return [ReasoningDelta(delta["thinking"])]
            case "signature_delta":
                return [ReasoningDelta("", delta["signature"])]
        return []

    def _end(self, delta: Json, usage: Any) -> list[Event]:
        events: list[Event] = []
        if delta.get("stop_reason"):
            stop = STOPS.get(delta["stop_reason"], Stop.END)
            events.append(Stopped(stop, delta.get("stop_sequence")))
        if usage is not None:
            self._usage = usage_of(usage, self._usage)
            events.append(Counted(self._usage))
        return events


class EventWriter:
    """Inner events as one stream of this dialect: blocks are opened and closed as kinds change, and
    the reason to stop is said together with the count."""

    def __init__(self) -> None:
        self._index = -1
        self._open = ""
        self._stopped = Stopped(Stop.END)
        self._usage = Usage()

    def write(self, event: Event) -> bytes:  # noqa: PLR0911 - one return a kind of event
        """The bytes of an event, several of this dialect's where it takes them."""
        match event:
            case Started():
                return self._start(event)
            case TextDelta() | RefusalDelta():
                if isinstance(event, RefusalDelta):
                    self._stopped = Stopped(Stop.REFUSED)
                opened = self._switch("text", {"type": "text", "text": ""})
                return opened + self._delta({"type": "text_delta", "text": event.text})
            case ReasoningDelta():
                block = {"type": "thinking", "thinking": "", "signature": ""}
                opened = self._switch("thinking", block)
                if event.text:
                    opened += self._delta({"type": "thinking_delta", "thinking": event.text})
                if event.signature:
                    delta = {"type": "signature_delta", "signature": event.signature}
                    opened += self._delta(delta)
                return opened
            case ToolStarted():
                tool: Json = {"type": "tool_use", "id": event.id, "name": event.name, "input": {}}
                return self._switch(f"tool {event.index}", tool)
            case ToolDelta():
                return self._tool_delta(event)
            case Stopped():
                if self._stopped.stop != Stop.REFUSED:
                    self._stopped = event
                return self._close()
            case Counted():
                self._usage = event.usage
                return b""
            case Done():
                return self._end()

    def _start(self, event: Started) -> bytes:
        message: Json = {
            "id": event.id,
            "type": "message",
            "role": "assistant",
            "model": event.model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage_body(event.usage or Usage()),
        }
        return _event("message_start", {"message": message})

    def _tool_delta(self, event: ToolDelta) -> bytes:
        if self._open != f"tool {event.index}":
            # Another family may weave the arguments of several tools; here a block ends first.
            raise ProviderFailed(Kind.MALFORMED, "The stream weaves the arguments of two tools.")
        return self._delta({"type": "input_json_delta", "partial_json": event.arguments})

    def _switch(self, kind: str, block: Json) -> bytes:
        if self._open == kind:
            return b""
        closed = self._close()
        self._index += 1
        self._open = kind
        opened = {"index": self._index, "content_block": block}
        return closed + _event("content_block_start", opened)

    def _close(self) -> bytes:
        if not self._open:
            return b""
        self._open = ""
        return _event("content_block_stop", {"index": self._index})

    def _delta(self, delta: Json) -> bytes:
        return _event("content_block_delta", {"index": self._index, "delta": delta})

    def _end(self) -> bytes:
        delta = {
            "stop_reason": REASONS[self._stopped.stop],
            "stop_sequence": self._stopped.stop_sequence,
        }
        said = {"delta": delta, "usage": usage_body(self._usage)}
        return self._close() + _event("message_delta", said) + _event("message_stop", {})


def _event(name: str, body: Json) -> bytes:
    return frame(dump({"type": name} | body), name)
