"""Finding a request's route among hundreds.

The framework tries every route in turn, and each try of an included router's costs some
microseconds: a tenth of a paid order's CPU. The segments that an address begins with leave one or
two routers that may know it; those are asked, in their order, and answer as ever. An address that
none of them takes goes the framework's own way, with its own refusal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

_DEEPEST: Final = 7
"""Segments that are looked at: `/api/v1/public/stores/{slug}/carts` has six."""

_CHOSEN: Final = "ecomm.router"


@dataclass(slots=True)
class _Node:
    """What begins with the segments that lead here. `here`: places of routers with a route that
    ends here; `below`: of those with a longer one, where nothing deeper is told apart."""

    named: dict[str, "_Node"] = field(default_factory=dict)
    hole: "_Node | None" = None
    here: set[int] = field(default_factory=set)
    below: set[int] = field(default_factory=set)


class RouteIndex(BaseRoute):
    """Stands before the routers it knows. They stay in the application's list: documents and checks
    read them there."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routers: list[BaseRoute] = []
        self._root = _Node()
        for route in routes:
            contexts = list(iter_route_contexts([route]))
            if contexts and all(isinstance(each.original_route, APIRoute) for each in contexts):
                for each in contexts:
                    self._learn(str(each.path), len(self._routers))
                self._routers.append(route)

    def candidates(self, path: str) -> list[BaseRoute]:
        """The routers that may know an address, in the application's order."""
        found: set[int] = set()
        _collect(self._root, path.split("/"), 0, found)
        return [self._routers[place] for place in sorted(found)]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Full where a router takes the request, method and all."""
        if scope["type"] != "http" or scope.get("root_path"):
            return Match.NONE, {}
        for router in self.candidates(scope["path"]):
            match, child_scope = router.matches(scope)
            if match == Match.FULL:
                return match, {**child_scope, _CHOSEN: router}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the router does."""
        router: BaseRoute = scope[_CHOSEN]
        await router.handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """It has no address of its own."""
        raise NoMatchFound(name, path_params)

    def _learn(self, template: str, place: int) -> None:
        node = self._root
        segments = template.split("/")
        for segment in segments[:_DEEPEST]:
            if ":path}" in segment:  # takes any number of segments
                node.here.add(place)
                node.below.add(place)
                return
            if "{" in segment:
                node.hole = node.hole or _Node()
                node = node.hole
            else:
                node = node.named.setdefault(segment, _Node())
        (node.here if len(segments) <= _DEEPEST else node.below).add(place)


def _collect(node: _Node, segments: Sequence[str], depth: int, found: set[int]) -> None:
    found |= node.below
    if depth == len(segments):
        found |= node.here
        return
    for following in _following(node, segments[depth]):
        _collect(following, segments, depth + 1, found)


def _following(node: _Node, segment: str) -> Iterator[_Node]:
    named = node.named.get(segment)
    if named is not None:
        yield named
    if node.hole is not None:
        yield node.hole
