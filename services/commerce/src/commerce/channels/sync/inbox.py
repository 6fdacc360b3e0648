"""Taking a channel's webhook: verified on its raw bytes with the secret of the connection that the
address names, kept once, answered at once. What it hints at is read afterwards, by a turn."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from commerce.channels import repository as channels
from commerce.channels.connecting import connector, open_channel
from commerce.channels.errors import ChannelClosed, ChannelNotFound
from commerce.channels.models import SalesChannel
from commerce.channels.sync import repository
from commerce.channels.sync.errors import ChannelHookRefused
from commerce.channels.sync.waking import wake
from ecomm_connectors.channels import Capability, InvalidSignature
from ecomm_connectors.channels.port import ChannelHint
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

MAX_NAME: Final = 300
"""Characters of an id in a hint; longer ones are none of a shop's."""


def webhook_url(kernel: Kernel, row: SalesChannel) -> str:
    """Where a shop tells us of changes."""
    base = kernel.settings.api_url.rstrip("/")
    return f"{base}/api/v1/webhooks/channels/{row.adapter}/{row.id}"


async def take(
    kernel: Kernel,
    adapter_name: str,
    channel_id: UUID,
    raw_body: bytes,
    headers: Mapping[str, str],
) -> int:
    """Keep what is new of a webhook and have the channel looked at; how many hints were new.

    Raises ConnectorUnknown, ChannelNotFound (404), ChannelHookRefused (401): nothing is recorded
    then.
    """
    adapter = connector(kernel, adapter_name)
    place = await kernel.database.read("locate_channel", channel_id, adapter_name)
    if place is None or Capability.WEBHOOKS not in adapter.capabilities:
        raise ChannelNotFound
    async with kernel.database.transaction(Scope(tenant_id=place[0])) as session:
        row = await channels.channel(session, place[1], channel_id)
        if row is None:
            raise ChannelNotFound
        try:
            hints = open_channel(kernel, row).parse_webhook(raw_body, headers)
        except InvalidSignature as error:
            log.warning("channel_webhook_refused", adapter=adapter_name, reason=error.detail)
            raise ChannelHookRefused from error
        except ChannelClosed as error:
            raise ChannelNotFound from error
        sync = await repository.sync(session, row.store_id, row.id, lock=True)
        if sync is None or not sync.enabled:
            return 0  # nobody would ever hear it
        fresh = await repository.receive(session, _rows(row, hints))
        if fresh:
            await wake(kernel, session, sync, clock.now())
    log.info("channel_webhook_taken", adapter=adapter_name, fresh=fresh)
    return fresh


def _rows(row: SalesChannel, hints: Sequence[ChannelHint]) -> list[dict[str, Any]]:
    return [
        {
            "tenant_id": row.tenant_id,
            "store_id": row.store_id,
            "channel_id": row.id,
            "event_id": hint.event_id,
            "kind": hint.kind.value,
            "external_id": hint.external_id,
            "received_at": clock.now(),
        }
        for hint in hints
        if hint.event_id
        and all(
            len(one) <= MAX_NAME and "\x00" not in one for one in (hint.event_id, hint.external_id)
        )
    ]
