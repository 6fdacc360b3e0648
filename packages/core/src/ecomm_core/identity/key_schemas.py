"""Shapes of API keys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Moment, Output
from ecomm_core.identity.schemas import PersonName, StoreIds


class ApiKeyIn(Input):
    """A new key. `store_ids` null is all stores, `expires_at` null is never."""

    name: PersonName
    scopes: Annotated[
        list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=60)
    ]
    store_ids: StoreIds = None
    expires_at: Moment | None = None


class ApiKeyOut(Output):
    """An API key; `hint` is its last four characters."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    store_ids: list[UUID] | None
    created_by: UUID
    created_at: datetime
    expires_at: datetime | None
    expired: bool
    last_used_at: datetime | None


class NewApiKeyOut(ApiKeyOut):
    """A new key with what it is called by: shown this once."""

    key: str


class ScopesOut(Output):
    """Every scope a key may have."""

    scopes: list[str]
