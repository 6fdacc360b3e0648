"""Events of upsells. `tags`: what a cached page made from these rows carries (`commerce.tags`)."""

from typing import ClassVar, Literal

from ecomm_core.outbox.events import EventData


class UpsellsChanged(EventData):
    """Volume prices, a bundle or a cross-sell changed: what the shop offers with its products."""

    type: ClassVar[str] = "upsells.changed"
    resource_type: ClassVar[str] = "upsell"

    kind: Literal["volume", "bundle", "cross_sell"]
    tags: list[str]
