"""Makes the calls that waited: the `Run` of deferred calls, over the same data path as the door."""

from typing import Final

from llm_gateway.deferrals.ports import Ran, Work
from llm_gateway.engine import Engine
from llm_gateway.failures import SAFE_TO_REPEAT, Kind, ProviderFailed
from llm_gateway.http.errors import error_body, refusal_of, status_of
from llm_gateway.http.render import vectors, whole
from llm_gateway.joint.callers import Callers
from llm_gateway.ports import Refused
from llm_gateway.wire.anthropic.request import call_of as anthropic_call
from llm_gateway.wire.call import Family
from llm_gateway.wire.json import dump, parse_answer
from llm_gateway.wire.openai.request import call_of as openai_call
from llm_gateway.wire.openai.request import embedding_of

_MESSAGES: Final = "/v1/messages"
_EMBEDDINGS: Final = "/v1/embeddings"
_WAITS: Final = frozenset({*SAFE_TO_REPEAT, Kind.RESTING})
"""Nothing came of it, and another time something may."""
_LATER: Final = 30.0
"""Seconds until a provider that failed is asked again, where it did not say."""


class Runner:
    """One a process."""

    def __init__(self, engine: Engine, callers: Callers) -> None:
        self._engine = engine
        self._callers = callers

    async def __call__(self, work: Work) -> Ran:
        """Admit, call, settle. A refusal that passes is waited for, and so is a provider that did
        not work for the call; what may have been billed is not made again."""
        family = Family.ANTHROPIC if work.path == _MESSAGES else Family.OPENAI
        try:
            return Ran(200, parse_answer(await self._answer(work)))
        except Refused as refused:
            return _refused(refused, family, refused.retry_after)
        except ProviderFailed as failed:
            waits = failed.kind in _WAITS and not failed.maybe_billed
            after = failed.retry_after or _LATER
            return _refused(refusal_of(failed), family, after if waits else None)

    async def _answer(self, work: Work) -> bytes:
        caller = await self._callers.caller(work.principal)
        if work.path == _EMBEDDINGS:
            embedding = embedding_of(dump(work.body), feature=work.feature)
            return vectors(await self._engine.embed(caller, embedding))
        read = anthropic_call if work.path == _MESSAGES else openai_call
        # Nobody listens: the answer is whole.
        call = read(dump({**work.body, "stream": False}), feature=work.feature)
        return whole(await self._engine.complete(caller, call), call.family)


def _refused(refused: Refused, family: Family, after: float | None) -> Ran:
    return Ran(status_of(refused, family), error_body(refused, family), retry_after=after)
