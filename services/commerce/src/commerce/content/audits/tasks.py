"""Audits in the worker."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.content.audits import service
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import Task, TransactionTask


async def _audit(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    await service.carry_out(
        session, UUID(delivery.args["store_id"]), UUID(delivery.args["audit_id"])
    )


TASKS: list[Task] = [TransactionTask(service.TASK, _audit)]
