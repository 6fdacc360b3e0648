"""What the data path asks of the rest of the gateway: who calls, what they may, who counts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from llm_gateway.failures import Kind
from llm_gateway.providers.base import Provider
from llm_gateway.targets import Route, Target
from llm_gateway.wire.answer import Usage

MAYBE_BILLED = frozenset(
    {
        Kind.TIMEOUT_FIRST,
        Kind.TIMEOUT_BETWEEN,
        Kind.TIMEOUT_TOTAL,
        Kind.TRUNCATED,
        Kind.ERROR_BODY,
        Kind.MALFORMED,
    }
)
"""After these the provider may have worked, and may bill it, though nobody got an answer."""


class Refused(Exception):
    """The gateway says no: key, right, budget, limit, unknown route. `retry_after` is seconds."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        retry_after: float | None = None,
        param: str | None = None,
        again: bool | None = None,
    ) -> None:
        """`again` tells the official clients whether to try again by themselves; None leaves it to
        their own rule."""
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after
        self.param = param
        self.again = again
        super().__init__(f"{status} {code}: {message}")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: a virtual key of a service, for a tenant. `redact` masks personal data and secrets
    in what goes to providers outside."""

    tenant: str
    service: str
    key: str
    redact: bool = False


class Keys(Protocol):
    """Virtual keys."""

    async def principal(self, presented: str | None) -> Principal:
        """Whose key this is. Raises Refused (401)."""


class Catalogue(Protocol):
    """Routes and models, which are data."""

    def route(self, principal: Principal, name: str) -> Route | None:
        """What a name leads to for this caller, or None."""

    def routes(self, principal: Principal) -> Sequence[Route]:
        """All that this caller may ask for."""


class Providers(Protocol):
    """The adapters, by name."""

    def get(self, name: str) -> Provider | None:
        """The adapter, or None where it is not set up (no key)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a call may use at most, for reservations and limits. Tokens; `max_output` None means
    that the caller set no limit."""

    route: Route
    input: int
    max_output: int | None
    feature: str
    stream: bool


class Status(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    FAILED = "failed"
    """No target answered; the caller got an error."""
    BROKEN = "broken"
    """A stream that had begun failed; the caller got an error event."""
    CANCELLED = "cancelled"
    """The caller left; the provider was stopped."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One target asked (or, with RESTING, left alone). `kind` None is: it answered."""

    target: Target
    kind: Kind | None
    seconds: float

    @property
    def maybe_billed(self) -> bool:
        """Whether the provider may bill this though no usage is known."""
        return self.kind in MAYBE_BILLED


@dataclass(frozen=True, slots=True)
class Settled:
    """What a call came to. `target` is the one that answered, or was answering; usage with
    `estimated` was counted here. Seconds."""

    status: Status
    target: Target | None
    model: str
    usage: Usage
    attempts: Sequence[Attempt]
    seconds: float
    first_token: float | None = None
    failure: Kind | None = None


class Admission(Protocol):
    """A call that may go on."""

    async def settle(self, outcome: Settled) -> None:
        """Called once, however the call ended, also when its caller has gone. Must not raise: the
        answer is here, and a ledger that fails must not take it away."""


class Gate(Protocol):
    """Rights, limits and budgets."""

    async def admit(self, principal: Principal, wish: Wish) -> Admission:
        """Reserve. Raises Refused (402, 403, 429)."""
