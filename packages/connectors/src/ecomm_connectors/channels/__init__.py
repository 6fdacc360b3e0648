"""Sales channels: shops that a merchant has elsewhere. The port, its errors, and the registry.

known = channels(ChannelHttp(outbound))
adapter = known.get_connector("shopify")
shop = adapter.connect(await adapter.open(values))
"""

from ecomm_connectors.channels.errors import (
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    InvalidSignature,
    Refusal,
)
from ecomm_connectors.channels.http import ChannelHttp
from ecomm_connectors.channels.port import (
    Capability,
    Channel,
    ChannelAdapter,
    ChannelCredentials,
    Page,
)
from ecomm_connectors.channels.registry import Channels, ChannelUnknown, channels

__all__ = [
    "Capability",
    "Channel",
    "ChannelAdapter",
    "ChannelCredentials",
    "ChannelError",
    "ChannelHttp",
    "ChannelRefused",
    "ChannelUnavailable",
    "ChannelUnknown",
    "Channels",
    "InvalidSignature",
    "Page",
    "Refusal",
    "channels",
]
