"""Shapes of virtual keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Moment, Output, Text

Name = Annotated[Text, Field(min_length=1, max_length=100)]
Listed = Annotated[list[Name], Field(min_length=1, max_length=200)]


class KeyScopeIn(Input):
    """What a key may be used for; null is everything."""

    models: Listed | None = None
    routes: Listed | None = None
    features: Listed | None = None
    redaction: bool = Field(default=True, description="Personal data is taken out of prompts.")
    cache: bool = Field(default=False, description="Answers may come from the tenant's own cache.")
    max_output_tokens: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class KeyIn(KeyScopeIn):
    """A new key."""

    name: Name
    expires_at: Moment | None = None


class KeyOut(Output):
    """A key, without what it is."""

    id: UUID
    name: str
    hint: str
    models: list[str] | None
    routes: list[str] | None
    features: list[str] | None
    redaction: bool
    cache: bool
    max_output_tokens: int | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    replaced_by: UUID | None


class NewKeyOut(KeyOut):
    """A key with what it is, this once."""

    key: str
