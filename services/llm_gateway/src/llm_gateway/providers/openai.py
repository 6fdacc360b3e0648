"""OpenAI, and every server that speaks its interface."""

from collections.abc import Mapping
from typing import ClassVar

from llm_gateway import tokens
from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.providers.base import EmbeddingReply, Frame, Reply
from llm_gateway.providers.http import HttpProvider, Reader
from llm_gateway.targets import Deadlines, Target
from llm_gateway.upstream.pool import Pool
from llm_gateway.wire.answer import Event, Usage
from llm_gateway.wire.call import Call, EmbeddingCall, Family, Json
from llm_gateway.wire.json import dump, parse_answer
from llm_gateway.wire.openai import write
from llm_gateway.wire.openai.answer import answer_of, usage_of
from llm_gateway.wire.openai.errors import error_in
from llm_gateway.wire.openai.stream import ChunkReader, only_counts
from llm_gateway.wire.sse import Sse

_OLD, _NEW = "max_tokens", "max_completion_tokens"


class OpenAIProvider(HttpProvider):
    """`base_url` ends in the version (`https://api.openai.com/v1`). `compatible` is for servers of
    others, which know the older name of the token limit only; they may do without a key."""

    family: ClassVar[Family] = Family.OPENAI
    path: ClassVar[str] = "/chat/completions"

    def __init__(
        self, base_url: str, key: str, *, compatible: bool = False, pool: Pool | None = None
    ) -> None:
        super().__init__(base_url, pool=pool)
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._limit_field = _OLD if compatible else _NEW

    def headers(self, call: Call | None) -> Mapping[str, str]:
        """The key."""
        del call
        return self._headers

    def body(self, call: Call, target: Target) -> Json:
        """The caller's own body with another model, or a translated one."""
        if call.family == Family.OPENAI:
            body = call.body | {"model": target.model}
            other = _OLD if self._limit_field == _NEW else _NEW
            if other in body:
                limit = body.pop(other)
                body.setdefault(self._limit_field, limit)
            if not target.sampling:
                body.pop("temperature", None)
                body.pop("top_p", None)
        else:
            prompt = call.prompt()
            if prompt.untranslatable:
                raise unsupported(prompt.untranslatable)
            body = write.body_of(
                prompt, target.model, sampling=target.sampling, max_tokens_field=self._limit_field
            )
        if call.stream:
            options = body.get("stream_options")
            body["stream"] = True
            body["stream_options"] = (options if isinstance(options, dict) else {}) | {
                "include_usage": True
            }
        else:
            body.pop("stream_options", None)
        return body

    def reply(self, raw: bytes, body: Json, call: Call) -> Reply:
        """The answer; its choices must be there."""
        if body.get("error"):
            raise error_in(200, body)
        choices = body.get("choices")
        if not isinstance(choices, list) or not choices:
            raise ProviderFailed(Kind.MALFORMED, "The provider's answer has no choices.")
        usage = usage_of(body.get("usage"))
        if usage is None:
            usage = Usage(tokens.estimate_bytes(call.size), tokens.count(str(choices)))
            usage.estimated = True
        model = str(body.get("model", ""))
        return Reply(self.family, raw, usage, model, lambda: answer_of(body))

    def reader(self) -> Reader:
        """For one stream."""
        return ChunkReader()

    def failure(self, status: int, body: Json | None, after: float | None) -> ProviderFailed:
        """What an answer that is no success means."""
        return error_in(status, body, after)

    def frame(self, sse: Sse, events: list[Event], call: Call) -> Frame:
        """The count at the end is ours to see; the caller's only where it was asked for."""
        hidden = not call.wants_usage and only_counts(sse.data, events)
        return Frame(self.family, b"" if hidden else sse.raw, events)

    async def embed(self, call: EmbeddingCall, target: Target, limits: Deadlines) -> EmbeddingReply:
        """Vectors. Raises ProviderFailed."""
        sent = dump(call.body | {"model": target.model})
        raw = await self._post("/embeddings", sent, limits, None)
        body = parse_answer(raw)
        if body.get("error"):
            raise error_in(200, body)
        if not isinstance(body.get("data"), list):
            raise ProviderFailed(Kind.MALFORMED, "The provider's answer has no vectors.")
        usage = usage_of(body.get("usage"))
        usage = usage or Usage(tokens.estimate_bytes(call.size), estimated=True)
        return EmbeddingReply(body, raw, usage, str(body.get("model", "")))


def unsupported(fields: tuple[str, ...]) -> ProviderFailed:
    """A call this family has no words for: the next target may have them."""
    named = ", ".join(fields[:5])
    return ProviderFailed(
        Kind.UNSUPPORTED, f"No model of this route understands: {named}.", param=fields[0]
    )
