"""Shapes of snapshots."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.snapshots.models import RestoreStatus, SnapshotKind, SnapshotStatus
from ecomm_core.api.schemas import Input, Output

Entity = Literal[
    "settings", "category", "page", "redirect", "product", "blog_category", "blog_post", "menu"
]


class SnapshotIn(Input):
    """A snapshot made by hand; `label` says what for."""

    label: Annotated[str, Field(max_length=120)] | None = None


class SnapshotOut(Output):
    """Configuration and catalogue of a store at one moment. `counts`: how many of each entity.
    Daily ones go by themselves at `expires_at`."""

    id: UUID
    kind: SnapshotKind
    label: str | None
    status: SnapshotStatus
    counts: dict[str, int]
    bytes: int
    problem: str | None
    created_by: str
    created_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None


class RestoreIn(Input):
    """With `dry_run` nothing changes: the result says what a restore would do."""

    dry_run: StrictBool = True


class EntityChangeOut(Output):
    """What a restore does, or would do, to one kind of thing. `added` is made anew, `changed` gets
    its old state, `removed` was made since and goes (a product is archived). `examples`: names."""

    entity: Entity
    added: int
    changed: int
    removed: int
    unchanged: int
    examples: list[str]


class RestoreProblemOut(Output):
    """One thing that could not be put back, and why."""

    entity: Entity
    name: str
    reason: str


class RestoreOut(Output):
    """A comparison (`dry_run`) or restore, and how far it is: `position` of `total` things.
    `safety_id` is the snapshot taken before anything was changed."""

    id: UUID
    snapshot_id: UUID
    dry_run: bool
    status: RestoreStatus
    position: int
    total: int
    changes: list[EntityChangeOut]
    problems: list[RestoreProblemOut]
    problem: str | None
    safety_id: UUID | None
    created_by: str
    created_at: datetime
    finished_at: datetime | None
