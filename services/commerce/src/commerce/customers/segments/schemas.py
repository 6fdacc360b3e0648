"""Shapes of segments."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from commerce.customers.segments.rules import Condition, Conditions
from ecomm_core.api.schemas import Input, Output

Name = Annotated[str, Field(min_length=1, max_length=120)]
Match = Literal["all", "any"]
Kind = Literal["manual", "rules"]


class SegmentIn(Input):
    """A new segment: `rules` with conditions, or `manual`, whose members are chosen."""

    name: Name
    kind: Kind
    match: Match = "all"
    conditions: Conditions = Field(default_factory=list)

    @model_validator(mode="after")
    def _conditions_belong_to_rules(self) -> "SegmentIn":
        if (self.kind == "rules") is not bool(self.conditions):
            raise ValueError("a segment of rules has conditions, a manual one has none")
        return self


class SegmentPatch(Input):
    """What changes; a segment stays of its kind."""

    name: Name | None = None
    match: Match | None = None
    conditions: Annotated[Conditions, Field(min_length=1)] | None = None


class SegmentPreviewIn(Input):
    """Conditions somebody is still writing."""

    match: Match = "all"
    conditions: Conditions


class SegmentCountOut(Output):
    """How many customers fulfil the conditions now, and of how many."""

    count: int
    of: int


class SegmentOut(Output):
    """A segment with how many are in it now."""

    id: UUID
    name: str
    kind: Kind
    match: Match
    conditions: list[Condition]
    customers: int
    created_at: datetime
    updated_at: datetime
