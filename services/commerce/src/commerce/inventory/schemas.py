"""Shapes of stock."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from ecomm_core.api.schemas import Input, Output

Reason = Literal[
    "correction", "received", "damaged", "lost", "returned", "count", "sample", "transfer"
]
"""Why a merchant adjusts stock: a closed list, so that reports can add up by it."""

Threshold = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class InventoryPatch(Input):
    """Set or change the stock of one variant. Exactly one of `on_hand` and `change` unless
    only tracking, policy, safety stock or threshold change. Untracking keeps the counters and stops
    reserving. `low_at` is how few left warn the merchant; null is the shop's usual 5."""

    on_hand: Annotated[int, Field(strict=True, ge=0, le=2_000_000_000)] | None = None
    change: Annotated[int, Field(strict=True, ge=-2_000_000_000, le=2_000_000_000)] | None = None
    tracked: StrictBool | None = None
    policy: Literal["deny", "backorder"] | None = None
    safety_stock: Threshold | None = None
    low_at: Threshold | None = None
    reason: Reason = "correction"
    note: Annotated[str, Field(max_length=200)] | None = None


class BulkItemIn(Input):
    """What one variant's stock shall become; see `InventoryPatch`."""

    variant_id: UUID
    on_hand: Annotated[int, Field(strict=True, ge=0, le=2_000_000_000)] | None = None
    change: Annotated[int, Field(strict=True, ge=-2_000_000_000, le=2_000_000_000)] | None = None
    tracked: StrictBool | None = None
    policy: Literal["deny", "backorder"] | None = None
    safety_stock: Threshold | None = None
    low_at: Threshold | None = None


class BulkIn(Input):
    """Adjustments that are made together, all or nothing, for one reason."""

    items: Annotated[list[BulkItemIn], Field(min_length=1, max_length=500)]
    reason: Reason = "correction"
    note: Annotated[str, Field(max_length=200)] | None = None


class BulkOut(Output):
    """How many variants changed; those that were so already are not counted."""

    changed: int


class RebuiltOut(Output):
    """A variant whose counters were not the sum of its movements, before and after."""

    variant_id: UUID
    on_hand: int
    committed: int
    rebuilt_on_hand: int
    rebuilt_committed: int


class InventoryOut(Output):
    """Stock of one variant with the names needed to show it."""

    variant_id: UUID
    product_id: UUID
    product_title: str
    variant_title: str
    sku: str | None
    tracked: bool
    policy: Literal["deny", "backorder"]
    on_hand: int
    committed: int
    reserved: int
    safety_stock: int
    available: int
    low_at: int | None
    image_url: str | None
    updated_at: datetime


class MovementOut(Output):
    """One append-only change of the counters."""

    id: UUID
    at: datetime
    reason: str
    on_hand_change: int
    committed_change: int
    actor: str
    reference: str | None
    note: str | None


class RebuildOut(Output):
    """The variants whose counters were wrong."""

    rebuilt: list[RebuiltOut]
