"""What happens to stores. `tags` are the cached replies and pages that it makes stale."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class StoreEvent(EventData):
    """Base: which store, under which slug."""

    resource_type: ClassVar[str] = "store"
    store_id: UUID
    slug: str
    tags: list[str]


class StoreCreated(StoreEvent):
    """A store was made."""

    type: ClassVar[str] = "store.created"


class StoreUpdated(StoreEvent):
    """Settings, slug, status or theme of a store changed; `changed` names the fields."""

    type: ClassVar[str] = "store.updated"
    changed: list[str]


class StoreSuspended(StoreEvent):
    """A store sells nothing for now: its merchant paused it. That it sells again is a
    `store.updated`."""

    type: ClassVar[str] = "store.suspended"


class StoreDeleted(StoreEvent):
    """A store is gone for everyone; its slug is free."""

    type: ClassVar[str] = "store.deleted"
