"""Shapes of stock."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output


class InventoryPatch(Input):
    """Set or change the stock of one variant. Exactly one of `on_hand` and `change` unless
    only tracking or policy changes. Untracking keeps the counters and stops reserving."""

    on_hand: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    change: Annotated[int, Field(ge=-2_000_000_000, le=2_000_000_000)] | None = None
    tracked: bool | None = None
    policy: Literal["deny", "backorder"] | None = None
    reason: Literal["correction", "received", "damaged", "returned", "count"] = "correction"


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
    available: int
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
