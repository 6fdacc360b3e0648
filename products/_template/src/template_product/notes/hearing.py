"""What happens when a store has a new product: a note, and a tag where the business wants one."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.contracts.payloads import ProductData
from ecomm_core.errors import LimitReached
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.product import Heard
from ecomm_core.product.preferences.service import read
from ecomm_core.product.writing import writes
from ecomm_core.product.writing.client import StoreAccess, access_of, client_of
from ecomm_core.product.writing.errors import NotConnected
from ecomm_core.tasks.registry import CallTask
from template_product.notes import service
from template_product.preferences import NotePreferences

log = get_logger(__name__)

TAG: Final = "template_product.tag"


@dataclass(frozen=True, slots=True)
class _Wanted:
    access: StoreAccess
    product_id: UUID
    tag: str


async def note_new_product(heard: Heard) -> None:
    """Write the first note of a product. Where the month's notes are used up there is none: that is
    no fault, and trying again would not help."""
    product = heard.data(ProductData)
    try:
        await service.write(
            heard.session, heard.connection, product.product_id, product.title, actor="system"
        )
    except LimitReached as refusal:
        log.info("note_not_written", reason=refusal.text)
        return
    if (await read(heard.session, NotePreferences)).tag:
        await heard.kernel.outbox.enqueue(
            heard.session,
            TAG,
            {"connection_id": str(heard.connection.id), "product_id": str(product.product_id)},
            tenant_id=heard.tenant_id,
        )


async def _prepare(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> _Wanted | None:
    tag = (await read(session, NotePreferences)).tag
    if not tag:
        return None
    try:
        access = await access_of(kernel, session, UUID(delivery.args["connection_id"]))
    except NotConnected:
        return None
    return _Wanted(access, UUID(delivery.args["product_id"]), tag)


async def _look(kernel: Kernel, wanted: Any) -> Any:
    """The product as it is, outside of any transaction."""
    return await client_of(kernel).get(wanted.access, f"/products/{wanted.product_id}")


async def _plan(
    kernel: Kernel, session: AsyncSession, delivery: Delivery, wanted: Any, product: Any
) -> None:
    """Plan the tag over what was read, and over no later version."""
    if product is None or wanted.tag in product["tags"]:
        return
    await writes.plan(
        kernel,
        session,
        wanted.access.connection.id,
        tenant_id=delivery.tenant_id,
        purpose="tag",
        resource_id=wanted.product_id,
        method="PATCH",
        path=f"/products/{wanted.product_id}",
        body={"tags": [*product["tags"], wanted.tag]},
        version=product["version"],
    )


TAG_TASK: Final = CallTask(TAG, _prepare, _look, _plan)
