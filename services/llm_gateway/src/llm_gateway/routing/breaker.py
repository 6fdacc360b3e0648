"""Circuit breakers: a target that mostly fails is left alone, then tried with a probe."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from llm_gateway.targets import Target

_SLOTS: Final = 10


class State(StrEnum):
    """Closed lets calls through, open none, half-open a probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class Rules:
    """Opens when of at least `calls` ended in the last `window` seconds the share `ratio` failed;
    after `cool` seconds (doubled with every probe that fails, up to `longest`) lets `probes` calls
    at a time through; one that succeeds closes it."""

    window: float = 30.0
    calls: int = 5
    ratio: float = 0.5
    cool: float = 5.0
    longest: float = 120.0
    probes: int = 1


@dataclass(slots=True)
class _Slot:
    number: int
    good: int = 0
    bad: int = 0


class Breaker:
    """Of one target. Not shared between processes: each learns for itself."""

    def __init__(self, rules: Rules, now: Callable[[], float] = time.monotonic) -> None:
        self._rules = rules
        self._now = now
        self._slots: deque[_Slot] = deque()
        self._open_until: float | None = None
        self._rest_until = 0.0
        self._cool = rules.cool
        self._probing = 0
        self._turn = 0
        """Counts openings and closings: what began before one says nothing after it."""

    @property
    def state(self) -> State:
        """As a call would find it now."""
        if self._open_until is None:
            return State.CLOSED
        return State.OPEN if self._now() < self._open_until else State.HALF_OPEN

    def wait(self) -> float:
        """Seconds until a call may be let through; 0 for now."""
        until = max(self._open_until or 0.0, self._rest_until)
        return max(0.0, until - self._now())

    def enter(self) -> "Permit | None":
        """Leave to ask the target, or None. The permit must be told how it went."""
        if self.wait() > 0:
            return None
        probe = self._open_until is not None
        if probe:
            if self._probing >= self._rules.probes:
                return None
            self._probing += 1
        return Permit(self, self._turn, probe)

    def rest(self, seconds: float) -> None:
        """The provider asked for a pause; nothing is held against it."""
        self._rest_until = max(self._rest_until, self._now() + seconds)

    def record(self, permit: "Permit", *, good: bool | None) -> None:
        """How a call went; None is: it says nothing about the target."""
        if permit.probe and permit.turn == self._turn:
            self._probing -= 1
        if good is None or permit.turn != self._turn:
            return
        if permit.probe:
            self._close() if good else self._open(again=True)
            return
        self._count(good=good)
        good_calls, bad_calls = self._sums()
        ended = good_calls + bad_calls
        if ended >= self._rules.calls and bad_calls >= self._rules.ratio * ended:
            self._open(again=False)

    def _open(self, *, again: bool) -> None:
        self._cool = min(self._cool * 2, self._rules.longest) if again else self._rules.cool
        self._open_until = self._now() + self._cool
        self._turned()

    def _close(self) -> None:
        self._open_until = None
        self._turned()

    def _turned(self) -> None:
        self._turn += 1
        self._probing = 0
        self._slots.clear()

    def _count(self, *, good: bool) -> None:
        number = int(self._now() / self._rules.window * _SLOTS)
        if not self._slots or self._slots[-1].number != number:
            self._slots.append(_Slot(number))
        if good:
            self._slots[-1].good += 1
        else:
            self._slots[-1].bad += 1
        while self._slots[0].number <= number - _SLOTS:
            self._slots.popleft()

    def _sums(self) -> tuple[int, int]:
        return sum(slot.good for slot in self._slots), sum(slot.bad for slot in self._slots)


@dataclass(slots=True)
class Permit:
    """Leave to make one call; what is told first counts."""

    breaker: Breaker
    turn: int
    probe: bool
    _told: bool = field(default=False, init=False)

    def tell(self, *, good: bool | None) -> None:
        """How it went; None is: it says nothing about the target (the caller left)."""
        if not self._told:
            self._told = True
            self.breaker.record(self, good=good)


class Breakers:
    """One breaker a target, made when first asked for."""

    def __init__(
        self, rules: Rules | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._rules = rules or Rules()
        self._now = now
        self._all: dict[tuple[str, str], Breaker] = {}

    def of(self, target: Target) -> Breaker:
        """The target's breaker."""
        found = self._all.get(target.key)
        if found is None:
            found = self._all[target.key] = Breaker(self._rules, self._now)
        return found

    def states(self) -> dict[tuple[str, str], State]:
        """For the operator's page."""
        return {key: breaker.state for key, breaker in self._all.items()}
