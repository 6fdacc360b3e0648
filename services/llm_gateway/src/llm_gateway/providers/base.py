"""What a provider is to the gateway, and what it hands back."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Protocol

from llm_gateway.targets import Deadlines, Target
from llm_gateway.wire.answer import Answer, Event, Usage
from llm_gateway.wire.call import Call, EmbeddingCall, Family, Json


@dataclass(slots=True)
class Reply:
    """A whole answer. `raw` is the provider's own body, empty for the local provider; the inner
    form is read out of it when somebody asks for it."""

    family: Family
    raw: bytes
    usage: Usage
    model: str
    read: Callable[[], Answer]
    _answer: Answer | None = field(default=None, init=False, repr=False)

    def answer(self) -> Answer:
        """The inner form. Raises ProviderFailed(MALFORMED)."""
        if self._answer is None:
            self._answer = self.read()
        return self._answer


@dataclass(slots=True)
class Frame:
    """One event of a provider's stream: its bytes for callers of the same family (empty where they
    are not to see it), and what it says."""

    family: Family
    raw: bytes
    events: list[Event]


@dataclass(slots=True)
class EmbeddingReply:
    """Vectors, in OpenAI's shape."""

    body: Json
    raw: bytes
    usage: Usage
    model: str


class Provider(Protocol):
    """Asks one provider. All methods raise ProviderFailed, and stop asking when cancelled."""

    @property
    def family(self) -> Family:
        """Whose interface it speaks."""

    async def complete(self, call: Call, target: Target, limits: Deadlines) -> Reply:
        """A whole answer within `limits.attempt`."""

    def stream(self, call: Call, target: Target, limits: Deadlines) -> AsyncGenerator[Frame, None]:
        """Frames until Done, which is the last; a stream that ends otherwise raises."""

    async def embed(self, call: EmbeddingCall, target: Target, limits: Deadlines) -> EmbeddingReply:
        """Vectors within `limits.attempt`."""

    async def aclose(self) -> None:
        """Close what is kept open."""
