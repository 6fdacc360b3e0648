"""OpenAI's chat completions, embeddings and models, as its official client of Nov 2026 has them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ecomm_testing.fakes.llm.faults import Fault
from ecomm_testing.fakes.llm.server import Asked, FakeProvider, Json, sse, words

_USAGE: Json = {
    "prompt_tokens": 20,
    "completion_tokens": 7,
    "total_tokens": 27,
    "prompt_tokens_details": {"cached_tokens": 6, "cache_write_tokens": 4, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 2, "audio_tokens": 0},
}


class FakeOpenAI(FakeProvider):
    """At `/v1`."""

    text = "Hello from the fake of OpenAI."

    def allowed(self, headers: Mapping[str, str]) -> bool:
        """A Bearer key."""
        return headers.get("authorization") == f"Bearer {self.key}"

    def models(self) -> Json:
        """Two models."""
        data = [
            {"id": name, "object": "model", "created": 1, "owned_by": "openai"}
            for name in ("gpt-fake", "text-embedding-fake")
        ]
        return {"object": "list", "data": data}

    def whole(self, asked: Asked) -> Json:
        """A completion, or vectors."""
        if asked.path.endswith("/embeddings"):
            return self._vectors(asked.body)
        tool = _tool(asked.body)
        message: Json = {"role": "assistant", "content": self._said(asked.body), "refusal": None}
        if tool:
            message |= {"content": None, "tool_calls": [self._call(tool)]}
        return {
            "id": "chatcmpl-fake",
            "object": "chat.completion",
            "created": 1700000000,
            "model": asked.body["model"],
            "choices": [
                {
                    "index": 0,
                    "message": message,
                    "logprobs": None,
                    "finish_reason": "tool_calls" if tool else "stop",
                }
            ],
            "usage": _USAGE,
            "service_tier": "default",
            "system_fingerprint": "fp_fake",
        }

    def events(self, asked: Asked) -> list[bytes]:
        """Chunks, `[DONE]` last; the count only where it was asked for."""
        tool = _tool(asked.body)
        deltas: list[Json] = [{"role": "assistant", "content": None if tool else ""}]
        if tool:
            call = self._call(tool)
            arguments = call["function"]["arguments"]
            call["function"] = {"name": tool, "arguments": ""}
            deltas.append({"tool_calls": [call | {"index": 0}]})
            deltas += [
                {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
                for piece in words(arguments)
            ]
        else:
            deltas += [{"content": piece} for piece in words(self._said(asked.body))]
        counts = (asked.body.get("stream_options") or {}).get("include_usage") is True
        head: Json = {
            "id": "chatcmpl-fake",
            "object": "chat.completion.chunk",
            "created": 1700000000,
            "model": asked.body["model"],
            "system_fingerprint": "fp_fake",
            **({"usage": None} if counts else {}),
        }
        chunks = [_chunk(head, delta, None) for delta in deltas]
        chunks.append(_chunk(head, {}, "tool_calls" if tool else "stop"))
        if counts:
            chunks.append(head | {"choices": [], "usage": _USAGE})
        return [*(sse(chunk) for chunk in chunks), sse("[DONE]")]

    def opening(self) -> int:
        """The role."""
        return 1

    def closing(self) -> int:
        """`[DONE]`."""
        return 1

    def refusal(self, fault: Fault) -> tuple[int, Json]:
        """OpenAI's errors."""
        status, message, kind, code = {
            Fault.WRONG_KEY: (
                401,
                "Incorrect API key provided: sk-fake****-key.",
                "invalid_request_error",
                "invalid_api_key",
            ),
            Fault.NO_CREDIT: (
                429,
                "You exceeded your current quota, please check your plan and billing details.",
                "insufficient_quota",
                "insufficient_quota",
            ),
            Fault.TOO_LONG: (
                400,
                "This model's maximum context length is 128000 tokens. However, your messages "
                "resulted in 200000 tokens.",
                "invalid_request_error",
                "context_length_exceeded",
            ),
            Fault.BAD_REQUEST: (
                400,
                "Invalid 'temperature': must be at most 2.",
                "invalid_request_error",
                None,
            ),
            Fault.UNKNOWN_MODEL: (
                404,
                "The model `x` does not exist or you do not have access to it.",
                "invalid_request_error",
                "model_not_found",
            ),
            Fault.OVERLOADED: (
                503,
                "The engine is currently overloaded, please try again later.",
                "service_unavailable",
                None,
            ),
            Fault.SERVER_ERROR: (500, "The server had an error.", "server_error", None),
            Fault.ERROR_BODY: (200, "Something went wrong inside.", "internal", None),
        }.get(fault, (429, "Rate limit reached.", "requests", "rate_limit_exceeded"))
        error = {"message": message, "type": kind, "param": None, "code": code}
        return status, {"error": error}

    def error_event(self) -> bytes:
        """A chunk that is an error."""
        return sse(self.refusal(Fault.ERROR_BODY)[1])

    def _said(self, body: Json) -> str:
        if not self.echo:
            return self.text
        content = body["messages"][-1]["content"]
        return content if isinstance(content, str) else str(content[-1].get("text", ""))

    def _call(self, name: str) -> Json:
        function = {"name": name, "arguments": json.dumps(self.tool_arguments)}
        return {"id": "call_fake", "type": "function", "function": function}

    def _vectors(self, body: Json) -> Json:
        given = body["input"]
        count = len(given) if isinstance(given, list) and not isinstance(given[0], int) else 1
        size = body.get("dimensions", 4)
        data = [
            {"object": "embedding", "index": place, "embedding": [0.5] * size}
            for place in range(count)
        ]
        usage = {"prompt_tokens": 5, "total_tokens": 5}
        return {"object": "list", "data": data, "model": body["model"], "usage": usage}


def _chunk(head: Json, delta: Json, reason: str | None) -> Json:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
    return head | {"choices": [choice]}


def _tool(body: Json) -> str:
    """The tool that the model must ask for, if any."""
    choice = body.get("tool_choice")
    if isinstance(choice, dict):
        return str(choice["function"]["name"])
    return str(body["tools"][0]["function"]["name"]) if choice == "required" else ""
