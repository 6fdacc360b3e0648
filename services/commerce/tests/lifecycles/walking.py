"""Which operations of the OpenAPI document were answered well."""

from collections.abc import Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]


class Recorder:
    """An ASGI application around the real one: notes the operation and the status of each reply."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.answered: dict[str, set[int]] = {}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        status = 0

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            route = scope.get("route")
            if route is not None and getattr(route, "tags", None):
                # As the application names its operations: the tag, and the endpoint's name.
                self.answered.setdefault(f"{route.tags[0]}_{route.name}", set()).add(status)


def operations_of(document: dict[str, Any], tags: Iterable[str]) -> set[str]:
    """The ids of a document's operations with one of these tags. Raises KeyError for a tag that no
    operation has."""
    found: dict[str, set[str]] = {}
    for item in document["paths"].values():
        for operation in item.values():
            for tag in operation["tags"]:
                found.setdefault(tag, set()).add(operation["operationId"])
    return set().union(*(found[tag] for tag in tags))


class Walked:
    """What was answered since a file began."""

    def __init__(self, document: dict[str, Any], answered: dict[str, set[int]]) -> None:
        self._document = document
        self._answered = answered

    def missing(self, tags: Iterable[str]) -> list[str]:
        """Operations of the tags that nothing has answered with 2xx."""
        well = {name for name, seen in self._answered.items() if any(200 <= s < 300 for s in seen)}
        return sorted(operations_of(self._document, tags) - well)

    def all_of(self, tags: Iterable[str]) -> None:
        """Fail unless every operation of the tags was answered with 2xx."""
        missing = self.missing(tags)
        assert not missing, f"no story of this file has walked: {', '.join(missing)}"
