"""Routes as data: which models answer to a name, in which order, and how long each may take."""

from dataclasses import dataclass, field

from llm_gateway.failures import Kind


@dataclass(frozen=True, slots=True)
class Target:
    """One model at one provider."""

    provider: str
    model: str
    max_tokens: int = 4096
    """Used where the caller did not say and the provider's interface demands it."""
    sampling: bool = True
    """Whether the model takes temperature and top_p; the newer ones refuse them."""

    @property
    def key(self) -> tuple[str, str]:
        """What circuit breakers are kept by."""
        return self.provider, self.model


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds. `attempt` is for a whole answer of one target, `first` for a stream's first token,
    `between` for two events of a stream, `total` for everything, waits and fallbacks included."""

    connect: float = 3.0
    attempt: float = 60.0
    first: float = 30.0
    between: float = 30.0
    total: float = 120.0

    def within(self, seconds: float) -> "Deadlines":
        """The same, cut to what is left of the total."""
        return Deadlines(
            min(self.connect, seconds),
            min(self.attempt, seconds),
            min(self.first, seconds),
            min(self.between, seconds),
            seconds,
        )


@dataclass(frozen=True, slots=True)
class Retries:
    """How one target is asked again: only after failures that are safe to repeat (`failures`).

    `count` times at most, after a random wait of up to base · 2ⁿ seconds (capped by `cap`), or what
    Retry-After says. With another target left, nobody waits longer than `patience`.
    """

    count: int = 1
    base: float = 0.25
    cap: float = 8.0
    patience: float = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """A name that callers may ask for, and its targets in order."""

    name: str
    targets: tuple[Target, ...]
    deadlines: Deadlines = field(default_factory=Deadlines)
    retries: Retries = field(default_factory=Retries)
    falls_back: frozenset[Kind] = frozenset(Kind)
    """The failures of one target after which the next is asked; any other ends the call."""
    embeds: bool = False
    """Whether its targets make embeddings. Those never fall back to another *model*: vectors of two
    models do not lie in one space."""
