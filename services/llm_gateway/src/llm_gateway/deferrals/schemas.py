"""Shapes of deferred calls."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output, Text
from llm_gateway.deferrals.models import State


class DeferIn(Input):
    """A call that may wait: what would be sent now, and to which path."""

    path: Literal["/v1/chat/completions", "/v1/embeddings", "/v1/messages"]
    feature: Annotated[Text, Field(min_length=1, max_length=100)] = "default"
    body: dict[str, Any]
    not_before_seconds: Annotated[int, Field(ge=0, le=86_400)] = Field(
        default=0, description="such as the Retry-After of a refusal"
    )


class DeferredOut(Output):
    """Where a deferred call stands. `place` counts from 1 while it waits; the reply is kept for a
    day."""

    id: UUID
    state: State
    place: int | None
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None
    status: int | None
    reply: dict[str, Any] | None
    error: str | None
