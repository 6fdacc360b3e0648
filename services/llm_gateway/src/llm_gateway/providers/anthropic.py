"""Anthropic."""

from collections.abc import Mapping
from typing import ClassVar, Final

from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.providers.base import EmbeddingReply, Reply
from llm_gateway.providers.http import HttpProvider, Reader
from llm_gateway.providers.openai import unsupported
from llm_gateway.targets import Deadlines, Target
from llm_gateway.upstream.pool import Pool
from llm_gateway.wire.anthropic import write
from llm_gateway.wire.anthropic.answer import answer_of, usage_of
from llm_gateway.wire.anthropic.errors import error_in
from llm_gateway.wire.anthropic.stream import EventReader
from llm_gateway.wire.call import Call, EmbeddingCall, Family, Json

_VERSION: Final = "2023-06-01"


class AnthropicProvider(HttpProvider):
    """`base_url` is without the version (`https://api.anthropic.com`), as its clients have it."""

    family: ClassVar[Family] = Family.ANTHROPIC
    path: ClassVar[str] = "/v1/messages"

    def __init__(self, base_url: str, key: str, *, pool: Pool | None = None) -> None:
        super().__init__(base_url, pool=pool)
        self._headers = {"x-api-key": key, "anthropic-version": _VERSION}

    def headers(self, call: Call | None) -> Mapping[str, str]:
        """The key, the version, and what the caller asked to have switched on."""
        if call is None or call.family != Family.ANTHROPIC or not call.passed:
            return self._headers
        return {**call.passed, **self._headers}

    def body(self, call: Call, target: Target) -> Json:
        """The caller's own body with another model, or a translated one."""
        if call.family == Family.ANTHROPIC:
            body = call.body | {"model": target.model}
            if not target.sampling:
                for name in ("temperature", "top_p", "top_k"):
                    body.pop(name, None)
            return body
        prompt = call.prompt()
        if prompt.untranslatable:
            raise unsupported(prompt.untranslatable)
        if prompt.wanted is not None and not prompt.wanted.schema:
            raise unsupported(("response_format",))  # "some JSON": here it must be a schema
        body = write.body_of(
            prompt, target.model, sampling=target.sampling, max_tokens=target.max_tokens
        )
        if call.stream:
            body["stream"] = True
        return body

    def reply(self, raw: bytes, body: Json, call: Call) -> Reply:
        """The message."""
        del call
        if body.get("type") == "error" or body.get("error"):
            raise error_in(200, body)
        if body.get("type") != "message" or not isinstance(body.get("content"), list):
            raise ProviderFailed(Kind.MALFORMED, "The provider's answer is no message.")
        usage = usage_of(body.get("usage"))
        model = str(body.get("model", ""))
        return Reply(self.family, raw, usage, model, lambda: answer_of(body))

    def reader(self) -> Reader:
        """For one stream."""
        return EventReader()

    def failure(self, status: int, body: Json | None, after: float | None) -> ProviderFailed:
        """What an answer that is no success means."""
        return error_in(status, body, after)

    async def embed(self, call: EmbeddingCall, target: Target, limits: Deadlines) -> EmbeddingReply:
        """Refused: this provider makes no vectors."""
        del call, target, limits
        raise unsupported(("embeddings",))
