"""What a model answers, whole or in events, in the inner form."""

from dataclasses import dataclass, field
from enum import StrEnum

from llm_gateway.wire.call import Part, Reasoning, Refusal, Text, ToolUse


class Stop(StrEnum):
    """Why the model stopped."""

    END = "end"
    LENGTH = "length"
    SEQUENCE = "sequence"
    TOOLS = "tools"
    REFUSED = "refused"
    PAUSED = "paused"
    CONTEXT = "context"


@dataclass(slots=True)
class Usage:
    """Tokens. `input` holds `cached` (read) and `cache_written`; `output` holds `reasoning`.

    `estimated` says that we counted, because the provider's own count did not come.
    """

    input: int = 0
    output: int = 0
    cached: int = 0
    cache_written: int = 0
    reasoning: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    id: str
    model: str
    parts: tuple[Part, ...]
    stop: Stop
    usage: Usage
    stop_sequence: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The first event: who answers; `usage` is what is known so far."""

    id: str
    model: str
    usage: Usage | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More words."""

    text: str


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """More words of a refusal."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More thinking; the signature comes at its end."""

    text: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A tool is asked for; `index` counts the answer's tools from 0."""

    index: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ToolDelta:
    """More of a tool's arguments, as JSON text."""

    index: int
    arguments: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The model stopped; what follows is bookkeeping."""

    stop: Stop
    stop_sequence: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """The provider's count."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Done:
    """The provider said that the stream is whole."""


Event = (
    Started
    | TextDelta
    | RefusalDelta
    | ReasoningDelta
    | ToolStarted
    | ToolDelta
    | Stopped
    | Counted
    | Done
)
CONTENT = (TextDelta, RefusalDelta, ReasoningDelta, ToolStarted, ToolDelta, Stopped)
"""Events after which there is no other target: the caller has seen some of the answer."""


@dataclass(slots=True)
class Written:
    """Adds up what a stream said, to count it when the provider's own count does not come."""

    usage: Usage = field(default_factory=Usage)
    text: list[str] = field(default_factory=list)
    counted: bool = False
    stopped: bool = False
    model: str = ""

    def add(self, event: Event) -> None:
        """Take note of an event."""
        if isinstance(event, TextDelta | RefusalDelta | ReasoningDelta):
            self.text.append(event.text)
        elif isinstance(event, ToolDelta):
            self.text.append(event.arguments)
        elif isinstance(event, Started):
            self.model = event.model
            if event.usage is not None:
                self.usage = event.usage
        elif isinstance(event, Counted):
            self.usage, self.counted = event.usage, True
        elif isinstance(event, Stopped):
            self.stopped = True


def events_of(answer: Answer, *, pieces: int = 4) -> list[Event]:
    """The answer as a stream of a few events."""
    events: list[Event] = [Started(answer.id, answer.model, answer.usage, answer.fingerprint)]
    tools = 0
    for part in answer.parts:
        if isinstance(part, Text):
            events += [TextDelta(piece) for piece in _cut(part.text, pieces)]
        elif isinstance(part, Refusal):
            events.append(RefusalDelta(part.text))
        elif isinstance(part, Reasoning):
            events.append(ReasoningDelta(part.text, part.signature))
        elif isinstance(part, ToolUse):
            events.append(ToolStarted(tools, part.id, part.name))
            events += [ToolDelta(tools, piece) for piece in _cut(part.arguments, pieces)]
            tools += 1
    return [*events, Stopped(answer.stop, answer.stop_sequence), Counted(answer.usage), Done()]


def _cut(text: str, pieces: int) -> list[str]:
    size = max(1, -(-len(text) // pieces))
    return [text[start : start + size] for start in range(0, len(text), size)]
