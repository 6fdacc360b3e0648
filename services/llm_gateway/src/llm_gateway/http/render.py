"""Answers and streams in the caller's dialect."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from llm_gateway.engine import Completed, Embedded, Stream
from llm_gateway.failures import ProviderFailed
from llm_gateway.http.errors import error_body, refusal_of
from llm_gateway.redaction import StreamRestorer
from llm_gateway.wire.answer import Event
from llm_gateway.wire.anthropic import answer as anthropic_answer
from llm_gateway.wire.anthropic.stream import EventWriter
from llm_gateway.wire.call import Call, Family
from llm_gateway.wire.json import dump
from llm_gateway.wire.openai import answer as openai_answer
from llm_gateway.wire.openai.stream import ChunkWriter
from llm_gateway.wire.sse import frame


class Writer(Protocol):
    """Events as one dialect's bytes."""

    def write(self, event: Event) -> bytes:
        """The bytes of an event, or none."""


def whole(done: Completed, family: Family) -> bytes:
    """An answer's body: the provider's own bytes where it speaks the caller's dialect."""
    reply = done.reply
    if reply.family == family:
        raw = reply.raw
    elif family == Family.ANTHROPIC:
        raw = dump(anthropic_answer.body_of(reply.answer()))
    else:
        raw = dump(openai_answer.body_of(reply.answer()))
    return done.vault.restore_json(raw) if done.vault else raw


def vectors(done: Embedded) -> bytes:
    """Vectors' body."""
    return done.reply.raw or dump(done.reply.body)


async def pieces(stream: Stream, call: Call) -> AsyncGenerator[bytes, None]:
    """A stream's bytes. Where it breaks, an error event of the dialect is the last: never a clean
    end (`[DONE]`, `message_stop`) under half an answer."""
    forward = stream.family == call.family and stream.vault is None
    writer = _writer(call)
    restorer = StreamRestorer(stream.vault) if stream.vault else None
    try:
        async with aclosing(stream.frames()) as frames:
            async for each in frames:
                raw = each.raw if forward else _written(writer, restorer, each.events)
                if raw:
                    yield raw
    except ProviderFailed as failed:
        said = dump(error_body(refusal_of(failed), call.family))
        yield frame(said, "error" if call.family == Family.ANTHROPIC else "")


def _writer(call: Call) -> Writer:
    if call.family == Family.ANTHROPIC:
        return EventWriter()
    return ChunkWriter(usage=call.wants_usage)


def _written(writer: Writer, restorer: StreamRestorer | None, events: list[Event]) -> bytes:
    if restorer is not None:
        events = [ready for event in events for ready in restorer.feed(event)]
    return b"".join([writer.write(event) for event in events])
