"""Copies of one's own data and the end of accounts, in the worker. Copies that are kept no more go
with those of shoppers (`commerce.privacy.clean_up`)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import storage_of
from commerce.privacy.people import service
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task


def _ids(delivery: Delivery) -> tuple[UUID, UUID]:
    return UUID(delivery.args["user_id"]), UUID(delivery.args["request_id"])


async def gather(
    _kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> tuple[UUID, bytes] | None:
    """Everything that is kept of somebody."""
    return await service.copied(session, *_ids(delivery), delivery.attempt)


async def write(kernel: Kernel, found: tuple[UUID, bytes]) -> int:
    """Put the file into storage, no transaction open; its bytes."""
    request_id, body = found
    await storage_of(kernel).put(service.key_of(request_id), body, "application/json")
    return len(body)


async def settle(
    _kernel: Kernel,
    session: AsyncSession,
    delivery: Delivery,
    _found: tuple[UUID, bytes],
    size: int,
) -> None:
    """Write down that it is there."""
    await service.settle_copy(session, *_ids(delivery), size)


async def erase(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> list[str]:
    """Forget somebody; the files that go along. They are deleted once that is committed."""
    return await service.erase(kernel, session, *_ids(delivery), delivery.attempt)


async def drop(kernel: Kernel, keys: list[str]) -> None:
    """Delete copies about whoever is gone; one that is gone itself is no fault."""
    for key in keys:
        await storage_of(kernel).delete(key)


async def done(
    _kernel: Kernel, _session: AsyncSession, _delivery: Delivery, _keys: list[str], _done: None
) -> None:
    """Nothing is left to be written."""


TASKS: list[Task] = [
    CallTask(service.EXPORT, gather, write, settle),
    CallTask(service.ERASE, erase, drop, done),
]
