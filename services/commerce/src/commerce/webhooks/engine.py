"""This process's part of the delivery engine, and what a webhook is to it."""

from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.webhooks.events import WebhookDisabled
from ecomm_core.delivery.deliverer import Deliverer
from ecomm_core.delivery.purposes import DisabledEndpoint, Purpose
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_core.kernel import Kernel

PART: Final = "deliverer"
CLIENT: Final = "deliverer_client"
PURPOSE: Final = "webhook"
TASK: Final = "commerce.webhooks.deliver"
CHECK_SECONDS: Final = 3.0
"""For the name of an address that somebody types in."""


def install(kernel: Kernel) -> None:
    """Make this process's deliverer. It sends once it is woken, which workers do."""
    settings = kernel.settings
    policy = OutboundPolicy.build(local=settings.local, allow=settings.outbound_allow)
    client = OutboundClient(policy, user_agent="Ecomm-Webhooks/1")
    kernel.parts[CLIENT] = OutboundClient(policy, total_timeout=CHECK_SECONDS)

    async def disabled(session: AsyncSession, endpoint: DisabledEndpoint) -> None:
        await kernel.outbox.emit(
            session,
            WebhookDisabled(
                webhook_id=endpoint.id,
                name=endpoint.name,
                host=urlsplit(endpoint.url).netloc,
                reason=endpoint.reason,
            ),
            tenant_id=endpoint.tenant_id,
            store_id=endpoint.store_id,
            resource_id=endpoint.id,
        )

    purpose = Purpose(PURPOSE, TASK, disabled)
    deliverer = kernel.parts[PART] = Deliverer(
        kernel.database, kernel.outbox, client, kernel.sealer, {PURPOSE: purpose}
    )
    kernel.closers.append(deliverer.aclose)


def deliverer_of(kernel: Kernel) -> Deliverer:
    """This process's deliverer."""
    deliverer: Deliverer = kernel.parts[PART]
    return deliverer


def checker_of(kernel: Kernel) -> OutboundClient:
    """The guarded client that looks at an address before it is registered."""
    client: OutboundClient = kernel.parts[CLIENT]
    return client
