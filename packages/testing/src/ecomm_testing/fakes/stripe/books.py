"""What parts of the fake account ask of it."""

from __future__ import annotations

from typing import Protocol

from ecomm_testing.fakes.stripe.wire import Object


class Books(Protocol):
    """The account's objects and events."""

    events: list[Object]
    _objects: dict[str, Object]

    def now(self) -> int:
        """Unix seconds."""
        ...

    def get(self, identifier: str) -> Object | None:
        """Any object, None when unknown."""
        ...

    def need(self, prefix: str, identifier: str, param: str = "id") -> Object:
        """The object, or the API's 404."""
        ...

    def all(self, prefix: str) -> list[Object]:
        """Objects of a kind, oldest first."""
        ...

    def _add(self, fields: Object) -> Object: ...

    def _event(self, kind: str, thing: Object) -> None: ...
