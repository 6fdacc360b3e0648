"""Price rules in the worker: the catalogue is worked out some products at a time."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.price_rules import service
from commerce.sourcing.price_rules.applying import TASK
from commerce.stores import service as stores
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import Task, TransactionTask


async def run(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Work out the next products."""
    args = delivery.args
    store = stores.facts_of(await stores.get(session, UUID(args["store_id"])))
    await service.work(
        kernel,
        session,
        store,
        UUID(args["bulk_edit_id"]),
        UUID(args["after"]) if args["after"] is not None else None,
        include_large=args["include_large"],
    )


TASKS: list[Task] = [TransactionTask(TASK, run)]
