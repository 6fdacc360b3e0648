"""Shapes of routes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from ecomm_core.api.schemas import Input, Output, Text


class Fallback(StrEnum):
    """What of one target sends a call on to the next."""

    RATE_LIMITED = "rate_limited"
    """429."""
    OVERLOADED = "overloaded"
    """529 and 503."""
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    CONTEXT_LENGTH = "context_length"
    """The prompt is longer than the model takes."""
    NO_KEY = "no_key"
    """No key of the provider is set, or it is one that the provider refuses, or not for this
    model."""


Milliseconds = Annotated[int, Field(ge=100, le=1_800_000, examples=[60_000])]


class TargetIn(Input):
    """One model of one provider."""

    provider: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["anthropic"])]
    model: Annotated[Text, Field(min_length=1, max_length=200, examples=["claude-sonnet-4-6"])]
    timeout_ms: Milliseconds = 60_000
    sampling: bool | None = Field(
        default=None,
        description="Whether the model takes temperature, top_p and top_k, which are left out "
        "where it does not; null: as is known of models by that name.",
    )


class RouteIn(Input):
    """Targets in the order they are asked, within one deadline."""

    targets: Annotated[list[TargetIn], Field(min_length=1, max_length=10)]
    fallback_on: list[Fallback] = list(Fallback)
    deadline_ms: Milliseconds = 120_000

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        named = [(target.provider, target.model) for target in self.targets]
        if len(set(named)) < len(named):
            raise ValueError("a target stands there twice")
        if any(target.timeout_ms > self.deadline_ms for target in self.targets):
            raise ValueError("a target's timeout_ms is longer than the deadline_ms of the route")
        if len(set(self.fallback_on)) < len(self.fallback_on):
            raise ValueError("a reason to fall back stands there twice")
        return self


class TargetOut(Output):
    """One model of one provider."""

    provider: str
    model: str
    timeout_ms: int
    sampling: bool | None


class RouteOut(Output):
    """One version of a route."""

    name: str
    version: int
    targets: list[TargetOut]
    fallback_on: list[Fallback]
    deadline_ms: int
    removed: bool
    created_at: datetime
    created_by: str
