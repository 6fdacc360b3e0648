"""Reconciliation in the worker: every store once a day, and one store when somebody asks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.providers import providers_of
from commerce.payments.reconciliation import repository, service
from commerce.payments.reconciliation.comparing import Theirs
from commerce.payments.reconciliation.reading import Place, read_books
from commerce.payments.reconciliation.service import Outcome
from ecomm_connectors.payments.errors import PaymentProviderError
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

DAILY = "commerce.payments.reconcile_all"
EVERY = timedelta(days=1)
ACTOR = "system"
BATCH = 500

_PAID = text("select tenant_id, store_id from stores_paid(:since, :until, :after, :n)")
_EXISTS = text("select 1 from stores where id = :store")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run that waits."""

    run: Any


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it; `error` where a provider did not answer."""

    outcome: Outcome | None
    error: str | None


async def reconcile_all(kernel: Kernel) -> None:
    """Page every provider once, then compare each store that money moved in, on either side."""
    now = clock.now()
    since, until = service.window(now)
    by_store: dict[Place, dict[str, Theirs]] = {}
    for provider in providers_of(kernel).all():
        books = await read_books(kernel, provider, since, until)
        for place, theirs in books.stores.items():
            by_store.setdefault(place, {})[provider.name] = theirs
        log.info("provider_read", provider=provider.name, others=books.others)
    for place in await _paid(kernel, since, until):
        by_store.setdefault(place, {})
    for (tenant_id, store_id), theirs_of in by_store.items():
        await _one(kernel, tenant_id, store_id, since, until, theirs_of)


async def _one(
    kernel: Kernel, tenant_id: UUID, store_id: UUID, since: Any, until: Any, theirs: Any
) -> None:
    """One store; a fault with it is its run's, and the others go on."""
    scope = Scope(tenant_id=tenant_id)
    async with kernel.database.transaction(scope) as session:
        if (await session.execute(_EXISTS, {"store": store_id})).first() is None:
            log.error("money_of_no_store", store_id=str(store_id))
            return
        run_id = await repository.start(
            session,
            tenant_id=tenant_id,
            store_id=store_id,
            since=since,
            until=until,
            actor=ACTOR,
            now=clock.now(),
        )
    compared = await _compare(kernel, tenant_id, store_id, since, until, theirs)
    async with kernel.database.transaction(scope) as session:
        run = await repository.run(session, run_id)
        await _write(session, run, compared)


async def _compare(
    kernel: Kernel, tenant_id: UUID, store_id: UUID, since: Any, until: Any, theirs: Any
) -> Compared:
    try:
        outcome = await service.compare(
            kernel,
            tenant_id=tenant_id,
            store_id=store_id,
            since=since,
            until=until,
            theirs=theirs,
        )
    except PaymentProviderError as error:
        log.warning("provider_unavailable", store_id=str(store_id), error=str(error))
        return Compared(None, "A payment provider did not answer.")
    return Compared(outcome, None)


async def _write(session: AsyncSession, run: Any, compared: Compared) -> None:
    now = clock.now()
    if compared.outcome is not None:
        await service.write(session, run, compared.outcome, now)
    else:
        await repository.end(
            session, run.id, payments=0, mismatches=0, error=compared.error, now=now
        )


async def _paid(kernel: Kernel, since: Any, until: Any) -> list[Place]:
    found: list[Place] = []
    after = UUID(int=0)
    while True:
        async with kernel.database.transaction() as session:
            values = {"since": since, "until": until, "after": after, "n": BATCH}
            rows = (await session.execute(_PAID, values)).all()
        found += [(row.tenant_id, row.store_id) for row in rows]
        if len(rows) < BATCH:
            return found
        after = rows[-1].store_id


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Wanted | None:
    """None where it is done."""
    run = await repository.run(session, UUID(delivery.args["run_id"]))
    return Wanted(run) if run is not None and run.status == "queued" else None


async def call(kernel: Kernel, wanted: Wanted) -> Compared:
    """Read the providers' movements of this store, and compare."""
    run = wanted.run
    theirs: dict[str, Theirs] = {}
    try:
        for provider in providers_of(kernel).all():
            books = await read_books(kernel, provider, run.since, run.until, only=run.store_id)
            for found in books.stores.values():
                theirs[provider.name] = found
    except PaymentProviderError as error:
        log.warning("provider_unavailable", store_id=str(run.store_id), error=str(error))
        return Compared(None, "A payment provider did not answer.")
    return await _compare(kernel, run.tenant_id, run.store_id, run.since, run.until, theirs)


async def settle(
    _kernel: Kernel, session: AsyncSession, _delivery: Delivery, wanted: Wanted, compared: Compared
) -> None:
    """Write what came of it."""
    await _write(session, wanted.run, compared)


TASKS: list[Task] = [CallTask(service.TASK, prepare, call, settle)]
SCHEDULED = [ScheduledTask(DAILY, EVERY, reconcile_all, queue="bulk")]
