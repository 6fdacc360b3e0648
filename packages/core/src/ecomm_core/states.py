"""Lifecycles as declared graphs, validated when the module that declares them is imported."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from ecomm_core.errors import Conflict

S = TypeVar("S", bound=StrEnum)


class IllegalTransition(Conflict):
    """The current state does not allow the wanted one; details name what it allows."""

    code = "illegal_transition"
    message = "This cannot be done in its current state."


class Lifecycle(Generic[S]):
    """States and the transitions between them.

    Raises ValueError at declaration when a state is missing from the graph, a target is unknown,
    or a state cannot be reached from the initial ones.
    """

    def __init__(
        self, name: str, states: type[S], initial: set[S], graph: Mapping[S, set[S]]
    ) -> None:
        self.name = name
        self._graph = {state: frozenset(graph.get(state, set())) for state in states}
        undeclared = set(states) - set(graph)
        if undeclared:
            raise ValueError(f"{name}: no transitions declared for {sorted(undeclared)}")
        reached = set(initial)
        frontier = list(initial)
        while frontier:
            for target in self._graph[frontier.pop()]:
                if target not in reached:
                    reached.add(target)
                    frontier.append(target)
        unreachable = set(states) - reached
        if unreachable:
            raise ValueError(f"{name}: unreachable states {sorted(unreachable)}")

    def allowed(self, current: S) -> frozenset[S]:
        """The states that may follow `current`."""
        return self._graph[current]

    def check(self, current: S, wanted: S) -> None:
        """Raise IllegalTransition (409) unless `current` may become `wanted`."""
        if wanted not in self._graph[current]:
            allowed = sorted(self._graph[current])
            raise IllegalTransition(
                f"{self.name.capitalize()} is {current}; it cannot become {wanted}.",
                details=[
                    {
                        "field": None,
                        "code": "illegal_transition",
                        "current": str(current),
                        "allowed": [str(state) for state in allowed],
                    }
                ],
            )
