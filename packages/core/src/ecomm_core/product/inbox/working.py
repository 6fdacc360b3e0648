"""Working on what stores told: in order for each resource, once, in the task's transaction."""

from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import CustomerErasedData, Envelope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.product import erasure
from ecomm_core.product.connections import repository as connections
from ecomm_core.product.inbox import repository
from ecomm_core.product.inbox.errors import EarlierFirst
from ecomm_core.product.inbox.repository import Heading
from ecomm_core.product.inbox.service import MUST_ERASE
from ecomm_core.product.shapes import ConnectionStatus, Heard
from ecomm_core.product.spec import ALWAYS_HEARD, spec_of

PATIENCE: Final = 4
"""Tries for which an event lets an earlier one of its resource go first. One that fails for good
holds the later ones up no longer."""


async def work(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Work on one event of the inbox. Raises EarlierFirst, and what the product's hearer raises:
    the task is tried again."""
    event = await repository.locked(session, UUID(delivery.args["inbox_id"]))
    if event is None or event["state"] != Heading.WAITING:
        return
    found = await connections.get(session, event["connection_id"], lock=True)
    if found is None:
        return
    one, now = found.connection, clock.now()
    if one.status is not ConnectionStatus.CONNECTED and event["type"] not in MUST_ERASE:
        await repository.settle(session, event["id"], Heading.IGNORED, now)
        return
    if not await _in_turn(session, event, delivery.attempt):
        await repository.settle(session, event["id"], Heading.STALE, now)
        return
    heard = Heard(kernel, session, one, _envelope(event))
    hearer = spec_of(kernel).hear.get(EventName(event["type"]))
    if hearer is not None:
        await hearer(heard)
    await _always(heard, event["id"])
    if event["sequence"] is not None:
        await repository.note_worked(session, event)
    await repository.settle(session, event["id"], Heading.DONE, now)


async def _in_turn(session: AsyncSession, event: RowMapping, attempt: int) -> bool:
    """Whether an event is still to be worked on; False: a later one of its resource was. Raises
    EarlierFirst while an earlier one waits."""
    if event["sequence"] is None or event["type"] in ALWAYS_HEARD:
        return True
    if event["sequence"] <= await repository.worked_up_to(session, event):
        return False
    if attempt < PATIENCE and await repository.earlier_waits(session, event):
        raise EarlierFirst
    return True


async def _always(heard: Heard, inbox_id: UUID) -> None:
    """What the kernel does for every product, after the product has done its own."""
    one, kind = heard.connection, heard.event.type
    if kind == EventName.STORE_SUSPENDED:
        await connections.change(heard.session, one.id, {"suspended_at": heard.event.timestamp})
    elif kind == EventName.CUSTOMER_ERASED:
        customer = heard.data(CustomerErasedData).customer_id
        await repository.forget_customer(heard.session, one.id, customer, clock.now())
        await erasure.erase_customer(heard.kernel, heard.session, one, customer)
    elif kind == EventName.STORE_DELETED:
        await repository.forget_store(heard.session, one.id, but=inbox_id)
        await erasure.erase_store(heard.kernel, heard.session, one)


def _envelope(event: RowMapping) -> Envelope:
    return Envelope(
        id=event["event_id"],
        type=event["type"],
        version=event["version"],
        timestamp=event["occurred_at"],
        store_id=event["store_id"],
        resource_type=event["resource_type"],
        resource_id=event["resource_id"],
        sequence=event["sequence"],
        test=event["test"],
        data=event["data"],
    )
