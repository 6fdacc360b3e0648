"""What happens to the ways a store ships. `tags` are the cached replies that it makes stale."""

from typing import ClassVar

from ecomm_core.outbox.events import EventData


class ShippingChanged(EventData):
    """A shipping rate was made, changed or deleted."""

    type: ClassVar[str] = "store.shipping_changed"
    resource_type: ClassVar[str] = "store"

    tags: list[str]
