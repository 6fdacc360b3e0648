"""Looking at domains: the clock finds which are due, a job looks at each, outside of any
transaction."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.stores.domains import repository, service
from commerce.stores.domains.looking import DnsUnavailable, looks_of
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import CallTask
from ecomm_core.tasks.schedule import ScheduledTask

RECHECK = "commerce.stores.recheck_domains"
BATCH = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A host and what its record must say."""

    domain_id: UUID
    host: str
    token: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look has shown."""

    proof: service.Proof
    certificate_problem: str | None


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Asked | None:
    """The domain, unless it was removed."""
    domain = await repository.one(session, UUID(delivery.args["domain_id"]))
    return None if domain is None else Asked(domain.id, domain.host, domain.token)


async def look(kernel: Kernel, asked: Asked) -> Seen:
    """Ask the name servers; of a host that is proven, ask for its certificate."""
    looks = looks_of(kernel)
    try:
        records = await looks.txt(f"{service.RECORD}.{asked.host}")
    except DnsUnavailable:
        return Seen("dns_unavailable", None)
    if any(service.is_proof(record, asked.token) for record in records):
        return Seen("found", await looks.certificate(asked.host))
    ours = any(record.strip().startswith(service.VALUE) for record in records)
    return Seen("record_wrong" if ours else "record_missing", None)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, asked: Asked, seen: Seen
) -> None:
    """Write it down."""
    await service.settle(kernel, session, asked.domain_id, seen.proof, seen.certificate_problem)


async def recheck(kernel: Kernel) -> None:
    """One round: every domain that is due gets its look."""
    query = "select tenant_id, domain_id from due_domains($1, $2)"
    async for tenant_id, domain_id in all_due(kernel.database, query, clock.now(), page=BATCH):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            domain = await repository.one(session, domain_id, lock=True)
            due_at = None if domain is None else domain.next_check_at
            if domain is not None and due_at is not None and due_at <= clock.now():
                await service.enqueue_check(kernel, session, domain)


TASKS = [CallTask(service.CHECK, prepare, look, finish)]
SCHEDULED = [ScheduledTask(RECHECK, timedelta(minutes=1), recheck)]
