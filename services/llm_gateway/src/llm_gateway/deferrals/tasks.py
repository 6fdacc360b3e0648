"""Makes the calls that waited, by the data path's `Run`."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.errors import AppError, TemporaryFailure
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task
from ecomm_core.tasks.schedule import ScheduledTask
from llm_gateway.deferrals import service
from llm_gateway.deferrals.ports import RUN, Ran, Run, Work
from llm_gateway.deferrals.service import Prepared
from llm_gateway.keys.authenticate import keys_of


async def _prepare(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Prepared | None:
    return await service.begin(session, kernel.sealer, UUID(delivery.args["call"]))


async def _call(kernel: Kernel, prepared: Prepared) -> Ran:
    run: Run = kernel.parts[RUN]
    try:
        principal = await keys_of(kernel).principal(prepared.tenant_id, prepared.key_id)
        work = Work(prepared.id, principal, prepared.feature, prepared.path, prepared.body)
        return await run(work)
    except TemporaryFailure as error:
        return Ran(503, {}, retry_after=error.retry_after or 5.0)
    except AppError as error:
        # A refusal: nothing was sent. One that says when it ends is waited for.
        after = error.headers.get("Retry-After", "")
        body = {"error": {"code": error.code, "message": error.text}}
        return Ran(error.status, body, retry_after=float(after) if after.isdigit() else None)


async def _settle(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, prepared: Any, ran: Any
) -> None:
    await service.end(session, kernel.outbox, kernel.sealer, prepared.id, ran)


TASKS: Final[list[Task]] = [CallTask(service.TASK, _prepare, _call, _settle)]

SCHEDULED: Final = [
    ScheduledTask("llm_gateway.deferrals.clean_up", timedelta(hours=1), service.clean_up, "bulk")
]
