"""What the data path says to the control path, and hears from it."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from llm_gateway.budgets.purses import Hold
from llm_gateway.keys.authenticate import Principal
from llm_gateway.ledger.models import Outcome
from llm_gateway.prices.book import Prices

__all__ = ["Outcome", "Ticket", "Used", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call that wants to go out.

    `model` is a model's name or a route's. `input_tokens_estimate` and `max_output_tokens` are
    upper bounds: what is reserved follows from them, and a call that uses more is booked past its
    reservation (and refuses the next one).
    """

    model: str
    input_tokens_estimate: int
    max_output_tokens: int
    feature: str
    stream: bool = False
    provider: str | None = None
    writes_cache: bool = False
    """Whether the call may write to the provider's prompt cache, which costs more than input."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a call, or one try of it, came to at one provider.

    `cached_tokens` and `cache_write_tokens` are part of `input_tokens`, `reasoning_tokens` part of
    `output_tokens`: providers that tell them apart have to be added up first. A call that used
    nothing that is billed has 0 everywhere; one of which nobody knows has outcome `unknown` and 0,
    and is charged what was reserved.
    """

    provider: str
    model: str
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    reasoning_tokens: int
    outcome: Outcome
    ms: int
    cache_write_tokens: int = 0


@dataclass(slots=True)
class Ticket:
    """A call that may go out. It is settled once, whatever becomes of it."""

    id: UUID
    principal: Principal
    wanted: Wanted
    at: datetime
    reserved: Decimal
    """Micro-dollars."""
    prices: Prices
    """As they were when it was let out: what it is charged by."""
    tokens: int
    """Taken from the tokens of the minute."""
    holds: list[Hold] = field(default_factory=list)
    settled: bool = False
