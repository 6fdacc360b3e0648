"""What happens to stores' domains."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class DomainChanged(EventData):
    """A host leads to a store now, or no longer, or is its primary one. `tags` are the cached
    replies and pages that it makes stale."""

    type: ClassVar[str] = "domain.changed"
    resource_type: ClassVar[str] = "domain"
    domain_id: UUID
    host: str
    status: str
    tags: list[str]
