"""What the data path provides so that waiting calls are made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from llm_gateway.keys.authenticate import Principal

RUN: Final = "gateway.run"
"""The kernel's part with the `Run` of a worker."""


@dataclass(frozen=True, slots=True)
class Work:
    """A call whose time has come."""

    id: UUID
    principal: Principal
    feature: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of it. `retry_after` in seconds: nothing was sent, it waits on."""

    status: int
    body: dict[str, Any]
    retry_after: float | None = None


Run: TypeAlias = Callable[[Work], Awaitable[Ran]]
"""Admits, calls, settles. What it raises leaves the call unknown: it is not sent again."""
