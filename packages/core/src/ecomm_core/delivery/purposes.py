"""Who uses the engine: each kind of endpoint says which task wakes it and who hears of its end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Disabled = Literal["failing", "gone"]


@dataclass(frozen=True, slots=True)
class DisabledEndpoint:
    """An endpoint that the engine has given up: it failed for 72 hours, or said 410 Gone."""

    tenant_id: UUID
    id: UUID
    store_id: UUID | None
    name: str
    url: str
    reason: Disabled


OnDisabled = Callable[[AsyncSession, DisabledEndpoint], Awaitable[None]]
"""Called in the transaction that disables it."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """A kind of endpoints. `task` is the job that calls `Deliverer.wake` (with no arguments of its
    own); `platform` adds the platform's own headers."""

    name: str
    task: str
    on_disabled: OnDisabled
    platform: bool = False
