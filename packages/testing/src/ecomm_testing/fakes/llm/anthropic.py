"""Anthropic's messages and models, as its official client of Nov 2026 has them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ecomm_testing.fakes.llm.faults import Fault
from ecomm_testing.fakes.llm.server import Asked, FakeProvider, Json, sse, words

_USAGE: Json = {
    "input_tokens": 10,
    "cache_creation_input_tokens": 4,
    "cache_read_input_tokens": 6,
    "cache_creation": {"ephemeral_5m_input_tokens": 4, "ephemeral_1h_input_tokens": 0},
    "output_tokens": 7,
    "output_tokens_details": {"thinking_tokens": 2},
    "service_tier": "standard",
}


class FakeAnthropic(FakeProvider):
    """At the root."""

    text = "Hello from the fake of Anthropic."

    def allowed(self, headers: Mapping[str, str]) -> bool:
        """A key, and the interface's version."""
        return headers.get("x-api-key") == self.key and "anthropic-version" in headers

    def models(self) -> Json:
        """One model."""
        model = {
            "id": "claude-fake",
            "type": "model",
            "display_name": "Claude Fake",
            "created_at": "2026-01-01T00:00:00Z",
            "lifecycle": "active",
        }
        ends = {"first_id": "claude-fake", "last_id": "claude-fake"}
        return {"data": [model], "has_more": False, **ends}

    def whole(self, asked: Asked) -> Json:
        """A message."""
        tool = _tool(asked.body)
        content: Json = {"type": "text", "text": self._said(asked.body), "citations": None}
        if tool:
            content = self._use(tool) | {"input": self.tool_arguments}
        return self._message(asked.body) | {
            "content": [content],
            "stop_reason": "tool_use" if tool else "end_turn",
            "usage": _USAGE,
        }

    def events(self, asked: Asked) -> list[bytes]:
        """`message_start`, a block, `message_delta`, `message_stop`."""
        tool = _tool(asked.body)
        block: Json = {"type": "text", "text": ""}
        pieces: list[Json]
        if tool:
            block = self._use(tool) | {"input": {}}
            arguments = json.dumps(self.tool_arguments)
            pieces = [{"type": "input_json_delta", "partial_json": ""}] + [
                {"type": "input_json_delta", "partial_json": piece} for piece in words(arguments)
            ]
        else:
            pieces = [
                {"type": "text_delta", "text": piece} for piece in words(self._said(asked.body))
            ]
        first = _USAGE | {"output_tokens": 1, "output_tokens_details": None}
        delta = {"stop_reason": "tool_use" if tool else "end_turn", "stop_sequence": None}
        counted = {"output_tokens": 7, "output_tokens_details": {"thinking_tokens": 2}}
        bodies: list[Json] = [
            {"type": "message_start", "message": self._message(asked.body) | {"usage": first}},
            {"type": "ping"},
            {"type": "content_block_start", "index": 0, "content_block": block},
            *({"type": "content_block_delta", "index": 0, "delta": piece} for piece in pieces),
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": delta, "usage": counted},
            {"type": "message_stop"},
        ]
        return [sse(body, body["type"]) for body in bodies]

    def opening(self) -> int:
        """`message_start`, `ping` and the block's start."""
        return 3

    def closing(self) -> int:
        """`message_stop`."""
        return 1

    def refusal(self, fault: Fault) -> tuple[int, Json]:
        """Anthropic's errors."""
        status, kind, message = {
            Fault.WRONG_KEY: (401, "authentication_error", "invalid x-api-key"),
            Fault.NO_CREDIT: (
                400,
                "invalid_request_error",
                "Your credit balance is too low to access the Anthropic API.",
            ),
            Fault.TOO_LONG: (
                400,
                "invalid_request_error",
                "prompt is too long: 210000 tokens > 200000 maximum",
            ),
            Fault.BAD_REQUEST: (400, "invalid_request_error", "max_tokens: too large"),
            Fault.UNKNOWN_MODEL: (404, "not_found_error", "model: x"),
            Fault.OVERLOADED: (529, "overloaded_error", "Overloaded"),
            Fault.SERVER_ERROR: (500, "api_error", "Internal server error"),
            Fault.ERROR_BODY: (200, "api_error", "Something went wrong inside."),
        }.get(fault, (429, "rate_limit_error", "This request would exceed your rate limit."))
        error = {"type": kind, "message": message}
        return status, {"type": "error", "error": error, "request_id": "req_fake"}

    def error_event(self) -> bytes:
        """Overloaded, as it comes inside of streams."""
        return sse(self.refusal(Fault.OVERLOADED)[1], "error")

    def _said(self, body: Json) -> str:
        if not self.echo:
            return self.text
        content = body["messages"][-1]["content"]
        return content if isinstance(content, str) else str(content[-1].get("text", ""))

    def _use(self, name: str) -> Json:
        return {"type": "tool_use", "id": "toolu_fake", "name": name}

    def _message(self, body: Json) -> Json:
        return {
            "id": "msg_fake",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
        }


def _tool(body: Json) -> str:
    """The tool that the model must ask for, if any."""
    choice = body.get("tool_choice") or {}
    match choice.get("type"):
        case "tool":
            return str(choice["name"])
        case "any":
            return str(body["tools"][0]["name"])
    return ""
