"""Revalidation as a job behind the outbox: at once, and again five seconds later.

The second round catches a page that was being rendered from old data while the first came. What
waits for the same tenant goes along in one call: 200 price changes are a handful of calls.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.storefront import repository
from commerce.storefront.service import PART, Revalidator, origins_of
from ecomm_core import clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.outbox.events import Queue
from ecomm_core.tasks.registry import CallTask

TASK = "commerce.storefront.revalidate"
QUEUE: Queue = "critical"
SECOND_ROUND = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Stale:
    """Tags to forget; `carried` are other waiting rows whose tags are among them."""

    tags: tuple[str, ...]
    carried: tuple[UUID, ...]
    again: bool


async def prepare(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Stale | None:
    """The tags of the event, or of the second round, and of whatever waits beside it; None, and the
    row is done, where no storefront runs."""
    if not origins_of(kernel.settings):
        return None
    again = "again" in delivery.args
    own = delivery.args["tags"] if again else delivery.data.get("tags", [])
    others = await repository.waiting(
        session, task=TASK, queue=QUEUE, again=again, but=delivery.id, now=clock.now()
    )
    tags = set(own).union(*(more for _, more in others))
    if not tags:
        return None
    return Stale(tuple(sorted(tags)), tuple(row for row, _ in others), again)


async def call(kernel: Kernel, stale: Stale) -> None:
    """Tell every instance. Raises NotRevalidated: tried again."""
    revalidator: Revalidator = kernel.parts[PART]
    await revalidator.revalidate(stale.tags)


async def finish(
    kernel: Kernel, session: AsyncSession, delivery: Delivery, stale: Stale, _outcome: None
) -> None:
    """Those carried along are done; the second round follows. The same tags are dropped from the
    API's own cache once more: the net for a signal that was lost."""
    drop_tags(session, *stale.tags)
    if stale.carried:
        await repository.done(session, own=delivery.id, ids=stale.carried, now=clock.now())
    if not stale.again:
        await kernel.outbox.enqueue(
            session,
            TASK,
            {"tags": list(stale.tags), "again": True},
            tenant_id=delivery.tenant_id,
            queue=QUEUE,
            not_before=clock.now() + SECOND_ROUND,
        )


TASKS = [CallTask(TASK, prepare, call, finish)]
