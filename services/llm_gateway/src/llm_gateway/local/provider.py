"""The built-in provider as an adapter like the others, in this process."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Final

from llm_gateway import tokens
from llm_gateway.failures import ProviderFailed
from llm_gateway.local.answer import MODEL, answer_to
from llm_gateway.local.embed import dimensions_of, shown, texts_of, vector
from llm_gateway.providers.base import EmbeddingReply, Frame, Reply
from llm_gateway.targets import Deadlines, Target
from llm_gateway.wire.answer import Answer, Usage, events_of
from llm_gateway.wire.call import Call, EmbeddingCall, Family, Json

_LONG: Final = 4_000
"""Characters (or bytes of a request) above which the work goes to a thread: the loop is others'."""


@dataclass(frozen=True, slots=True)
class LocalFault:
    """For tests: a failure after so many events of a stream (a whole answer fails at once)."""

    failure: ProviderFailed
    after: int = 0


class LocalProvider:
    """Needs no key. `fault`, for tests only, is asked before each call."""

    family: Family = Family.LOCAL

    def __init__(self, *, fault: Callable[[], LocalFault | None] | None = None) -> None:
        self._fault = fault or _never

    async def complete(self, call: Call, target: Target, limits: Deadlines) -> Reply:
        """A whole answer. Raises ProviderFailed for a schema it cannot follow."""
        del target, limits
        fault = self._fault()
        if fault is not None:
            raise fault.failure
        answer = await _answered(call)
        return Reply(self.family, b"", answer.usage, MODEL, lambda: answer)

    async def stream(
        self, call: Call, target: Target, limits: Deadlines
    ) -> AsyncGenerator[Frame, None]:
        """The same answer in a few pieces."""
        del target, limits
        fault = self._fault()
        for place, event in enumerate(events_of(await _answered(call))):
            if fault is not None and place >= fault.after:
                raise fault.failure
            yield Frame(self.family, b"", [event])
            await asyncio.sleep(0)

    async def embed(self, call: EmbeddingCall, target: Target, limits: Deadlines) -> EmbeddingReply:
        """Hashed pieces of words. Raises ProviderFailed(BAD_REQUEST)."""
        del target, limits
        fault = self._fault()
        if fault is not None:
            raise fault.failure
        texts = texts_of(call.body.get("input"))
        size = dimensions_of(call.body.get("dimensions"))
        if call.size > _LONG:
            vectors = await asyncio.to_thread(lambda: [vector(text, size) for text in texts])
        else:
            vectors = [vector(text, size) for text in texts]
        encoding = call.body.get("encoding_format")
        data: list[Json] = [
            {"object": "embedding", "index": place, "embedding": shown(values, encoding)}
            for place, values in enumerate(vectors)
        ]
        used = sum(tokens.count(text) for text in texts)
        counted = {"prompt_tokens": used, "total_tokens": used}
        body: Json = {"object": "list", "data": data, "model": MODEL, "usage": counted}
        return EmbeddingReply(body, b"", Usage(input=used), MODEL)

    async def aclose(self) -> None:
        """Nothing is open."""


async def _answered(call: Call) -> Answer:
    prompt = call.prompt()
    if call.size > _LONG:
        return await asyncio.to_thread(answer_to, prompt)
    return answer_to(prompt)


def _never() -> LocalFault | None:
    return None
