"""From a row to a shop that can be asked, and a shop's words as our refusals."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from commerce.channels.errors import (
    ChannelClosed,
    ChannelCredentialsRefused,
    ChannelDeclined,
    ConnectorUnknown,
)
from commerce.channels.models import ChannelStatus, SalesChannel
from ecomm_connectors.channels import (
    Channel,
    ChannelAdapter,
    ChannelCredentials,
    ChannelHttp,
    ChannelRefused,
    Channels,
    ChannelUnavailable,
    ChannelUnknown,
    Refusal,
    channels,
)
from ecomm_core.crypto import SealBroken
from ecomm_core.errors import Unavailable
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_core.kernel import Kernel

PART: Final = "sales_channels"


def install(kernel: Kernel) -> None:
    """Make the connectors known to this process, behind the guarded client."""
    settings = kernel.settings
    policy = OutboundPolicy.build(local=settings.local, allow=settings.outbound_allow)
    kernel.parts[PART] = channels(ChannelHttp(OutboundClient(policy)))


def connectors_of(kernel: Kernel) -> Channels:
    """The connectors of this process (put there by the wiring)."""
    found = kernel.parts[PART]
    if not isinstance(found, Channels):
        raise TypeError("wiring puts the connectors into kernel.parts")
    return found


def connector(kernel: Kernel, name: str) -> ChannelAdapter:
    """The connector of a row or route. Raises ConnectorUnknown (404)."""
    try:
        return connectors_of(kernel).get_connector(name)
    except ChannelUnknown as error:
        raise ConnectorUnknown from error


def seal(kernel: Kernel, channel_id: UUID, credentials: ChannelCredentials) -> str:
    """Credentials as the row keeps them: no other row can open them."""
    return kernel.sealer.seal(json.dumps(dict(credentials.values)).encode(), _context(channel_id))


def open_channel(kernel: Kernel, row: SalesChannel) -> Channel:
    """The shop behind a row; use what it gives with no transaction open. Raises ChannelClosed
    (409) where nothing may be asked of it, ConnectorUnknown (404)."""
    if row.status != ChannelStatus.CONNECTED.value or not row.credentials:
        raise ChannelClosed
    try:
        values = json.loads(kernel.sealer.open(row.credentials, _context(row.id)))
    except SealBroken as error:
        raise ChannelClosed from error
    return connector(kernel, row.adapter).connect(ChannelCredentials(values))


@contextmanager
def speaking() -> Iterator[None]:
    """Turn what a shop says into our refusals: ChannelCredentialsRefused (422), ChannelDeclined
    (409), Unavailable (503)."""
    try:
        yield
    except ChannelUnavailable as error:
        raise Unavailable(
            "The shop does not answer right now. Try again.",
            retry_after=max(1, min(60, int(error.retry_after or 2))),
        ) from error
    except ChannelRefused as error:
        words = error.message[:300]
        if error.reason is Refusal.CREDENTIALS:
            raise ChannelCredentialsRefused.on_field("credentials", words) from error
        raise ChannelDeclined.on_field("credentials", words) from error


def _context(channel_id: UUID) -> bytes:
    return f"sales-channel:{channel_id}".encode()
