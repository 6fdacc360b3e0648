"""Which sales channels there are: a closed list, made once per process."""

from __future__ import annotations

from dataclasses import dataclass

from ecomm_connectors.channels.http import ChannelHttp
from ecomm_connectors.channels.port import ChannelAdapter
from ecomm_connectors.channels.shopify import ShopifyAdapter
from ecomm_connectors.channels.woocommerce import WooCommerceAdapter


class ChannelUnknown(LookupError):
    """No sales channel of this name exists."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The sales channels of one process."""

    by_name: dict[str, ChannelAdapter]

    def put(self, adapter: ChannelAdapter) -> None:
        """Let an adapter serve its name from now on."""
        self.by_name[adapter.name] = adapter

    def get_connector(self, name: str) -> ChannelAdapter:
        """The adapter of this name. Raises ChannelUnknown."""
        found = self.by_name.get(name)
        if found is None:
            raise ChannelUnknown(name[:60])
        return found

    def connectors(self) -> tuple[ChannelAdapter, ...]:
        """All of them, in the order in which people are shown them."""
        return tuple(self.by_name.values())


def channels(http: ChannelHttp, *, shopify_origin: str = "https://{shop}") -> Channels:
    """The sales channels behind this client. shopify_origin: where a shop's API is asked."""
    made: tuple[ChannelAdapter, ...] = (
        ShopifyAdapter(http, origin=shopify_origin),
        WooCommerceAdapter(http),
    )
    return Channels({adapter.name: adapter for adapter in made})
