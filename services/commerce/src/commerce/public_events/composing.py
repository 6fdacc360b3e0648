"""From what happened to the messages that tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.events import CREATED, ProductBulkChanged
from commerce.catalog.schemas import ProductStatus
from commerce.inventory.events import InventoryBulkChanged
from commerce.public_events.catalogue import BY_TYPE, OF_MANY
from commerce.reads.hooked_products import products_of
from ecomm_core.contracts.payloads import Envelope
from ecomm_core.outbox.consumer import Delivery

MANY = (ProductBulkChanged.type, InventoryBulkChanged.type)
"""Told on queue `bulk`, after what concerns one thing."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message, whoever it goes to. `id` is the same however often it is made."""

    id: UUID
    type: str
    body: str


def types_of(delivery: Delivery) -> Sequence[str]:
    """The public events that something that happened may be told as."""
    if delivery.type == ProductBulkChanged.type:
        return (_kind_of(delivery.data),)
    if delivery.type == InventoryBulkChanged.type:
        return ("inventory.changed",)
    return (delivery.type,) if delivery.type in BY_TYPE else ()


async def compose(session: AsyncSession, delivery: Delivery) -> list[Told]:
    """The messages of an event; a change of many products is one for each that is there."""
    if delivery.type == ProductBulkChanged.type:
        return await _of_many(session, delivery)
    event_id, resource = delivery.event_id, delivery.resource_id
    if event_id is None or resource is None:
        return []
    kind = types_of(delivery)[0]
    return [_told(delivery, kind, event_id, resource, delivery.data, delivery.sequence)]


async def _of_many(session: AsyncSession, delivery: Delivery) -> list[Told]:
    event_id, store_id = delivery.event_id, delivery.store_id
    if event_id is None or store_id is None:
        return []
    ids = [UUID(one) for one in delivery.data["ids"]]
    kind, changed = _kind_of(delivery.data), delivery.data["changed"]
    return [
        _told(
            delivery,
            kind,
            uuid5(event_id, str(row["product_id"])),
            row["product_id"],
            {**row, "changed": changed},
            None,
        )
        for row in await products_of(session, store_id, ids)
    ]


def _kind_of(data: dict[str, Any]) -> str:
    created, updated, deleted = OF_MANY
    if CREATED in data["changed"]:
        return created
    return deleted if data["status"] == ProductStatus.ARCHIVED else updated


def _told(
    delivery: Delivery,
    kind: str,
    message_id: UUID,
    resource: UUID,
    facts: dict[str, Any],
    sequence: int | None,
) -> Told:
    event = BY_TYPE[kind]
    if delivery.store_id is None or delivery.occurred_at is None:
        raise ValueError(f"{delivery.type} names no store")
    envelope = Envelope(
        id=message_id,
        type=kind,
        version=event.version,
        timestamp=delivery.occurred_at,
        store_id=delivery.store_id,
        resource_type=event.source.resource_type,
        resource_id=resource,
        sequence=sequence,
        test=False,
        data=event.compose(facts, resource).model_dump(mode="json"),
    )
    return Told(message_id, kind, envelope.model_dump_json())
