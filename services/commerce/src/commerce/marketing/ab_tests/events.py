"""What happens to A/B tests. None names a visitor."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class AbTestsChanged(EventData):
    """A test began or ended: its product's page has another number of faces. `tags` are the cached
    pages that this makes stale."""

    type: ClassVar[str] = "ab_tests.changed"
    resource_type: ClassVar[str] = "product"

    product_id: UUID
    test_id: UUID
    tags: list[str]
