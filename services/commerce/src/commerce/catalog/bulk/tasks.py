"""Bulk edits in the worker: one batch a task, each enqueuing the next, so that whatever stops one
costs one batch at most."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.bulk import service
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import Task, TransactionTask


async def run(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Work on one batch."""
    await service.work(
        kernel,
        session,
        UUID(delivery.args["store_id"]),
        UUID(delivery.args["bulk_edit_id"]),
        delivery.args["batch"],
        delivery.attempt,
    )


TASKS: list[Task] = [TransactionTask(service.TASK, run)]
