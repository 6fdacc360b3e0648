"""Receiving: an event is verified, stored once, and a task is asked to work on it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import Envelope
from ecomm_core.db.scope import Scope
from ecomm_core.delivery.signing import new_secret
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.product.connections import repository as connections
from ecomm_core.product.connections.repository import Sealed
from ecomm_core.product.connections.sealing import open_secrets
from ecomm_core.product.inbox import repository
from ecomm_core.product.inbox.errors import NoLonger, UnknownSender
from ecomm_core.product.inbox.repository import Heading
from ecomm_core.product.inbox.verifying import claimed_store, verified
from ecomm_core.product.shapes import ConnectionStatus
from ecomm_core.product.spec import ALWAYS_HEARD, spec_of

TASK: Final = "platform.event"
MUST_ERASE: Final = frozenset({EventName.STORE_DELETED, EventName.CUSTOMER_ERASED})
_NOBODYS: Final = [new_secret()]
"""What a message of a store that nobody knows is compared with: it takes as long as any other."""


async def receive(kernel: Kernel, headers: Mapping[str, str], body: bytes) -> None:
    """Take a message. Said again, it is the same one.

    Raises UnknownSender (401), NoLonger (410).
    """
    store_id = claimed_store(body)
    async with kernel.database.transaction() as session:
        located = await connections.locate(session, store_id)
    if located is None:
        verified(headers, body, _NOBODYS, now=clock.timestamp())
        raise UnknownSender
    tenant_id, connection_id = located
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        found = await connections.get(session, connection_id)
        secrets = _secrets(kernel, found)
        message = verified(headers, body, secrets, now=clock.timestamp())
        if found is None or message.store_id != found.connection.store_id:
            raise UnknownSender
        # What was kept of a store that was let go is still to be erased where it must be.
        ended = found.connection.status is not ConnectionStatus.CONNECTED
        if ended and message.type not in MUST_ERASE:
            raise NoLonger
        await _keep(kernel, session, found, message)


def _secrets(kernel: Kernel, found: Sealed | None) -> list[str]:
    """Of a connection; of one that has none any more, a stranger's."""
    if found is None or not found.webhook_secrets:
        return _NOBODYS
    return open_secrets(kernel.sealer, found.connection.id, found.webhook_secrets)


async def _keep(kernel: Kernel, session: AsyncSession, found: Sealed, message: Envelope) -> None:
    spec, one, now = spec_of(kernel), found.connection, clock.now()
    always = message.type in ALWAYS_HEARD
    heard = always or message.type in spec.hear
    state = Heading.WAITING if heard and not message.test else Heading.IGNORED
    inbox_id = new_id()
    made = await repository.add(
        session,
        {
            "tenant_id": one.tenant_id,
            "id": inbox_id,
            "connection_id": one.id,
            "event_id": message.id,
            "type": message.type,
            "version": message.version,
            "store_id": message.store_id,
            "resource_type": message.resource_type,
            "resource_id": message.resource_id,
            "sequence": message.sequence,
            "occurred_at": message.timestamp,
            "test": message.test,
            "data": message.data,
            "state": state.value,
            "received_at": now,
            "handled_at": None if state is Heading.WAITING else now,
        },
    )
    if not made:
        return
    fresh = await _is_fresh(session, one.tenant_id, one.id, message)
    if state is Heading.WAITING and not fresh and not always:
        await repository.settle(session, inbox_id, Heading.STALE, now)
    elif state is Heading.WAITING:
        await kernel.outbox.enqueue(
            session,
            spec.task_name(TASK),
            {"inbox_id": str(inbox_id)},
            tenant_id=one.tenant_id,
            queue="critical" if always else "default",
        )
    # A suspended store tells nothing: one that does is back.
    back = {} if one.suspended_at is None or not heard else {"suspended_at": None}
    await connections.change(session, one.id, {"last_event_at": now, **back})


async def _is_fresh(
    session: AsyncSession, tenant_id: UUID, connection_id: UUID, message: Envelope
) -> bool:
    """Whether nothing later of its resource came before. A test changes nothing."""
    if message.sequence is None or message.test:
        return True
    return await repository.advance(
        session,
        tenant_id=tenant_id,
        connection_id=connection_id,
        resource_type=message.resource_type,
        resource_id=message.resource_id,
        sequence=message.sequence,
    )
