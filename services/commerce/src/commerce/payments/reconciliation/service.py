"""Reconciliation: the public face of this folder. Every movement at the providers is compared with
the ledger; what does not match is listed, and nothing is expected to be (R5.4).

Two steps. The sums of a payment's movements in a time, on both sides; where they differ (a webhook
came a day late, say) the payment's whole life is read from the provider and compared, so that only
what really differs is listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.providers import providers_of
from commerce.payments.reconciliation import repository
from commerce.payments.reconciliation.comparing import (
    Difference,
    Theirs,
    differences,
    ledger_sums,
    same,
    stray,
)
from commerce.payments.reconciliation.errors import CheckRunning, MismatchNotFound
from commerce.payments.reconciliation.models import MismatchKind
from commerce.payments.reconciliation.reading import whole_life
from commerce.payments.reconciliation.schemas import ResolveIn
from ecomm_core import audit
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

TASK: Final = "commerce.payments.reconcile"
LOOKS_BACK: Final = timedelta(hours=48)
"""Each day is looked at twice: what was under way at the first look has arrived at the second."""
SETTLES: Final = timedelta(minutes=15)
"""Paid and not known here after this time is a fault; before, it is on its way (R5.4)."""
_WAITS: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a comparison found: payments looked at, and differences by provider."""

    payments: list[UUID]
    found: list[tuple[str, Difference]]


def window(now: datetime) -> tuple[datetime, datetime]:
    """(since, until) of a run that starts now."""
    until = now - SETTLES
    return until - LOOKS_BACK, until


async def compare(
    kernel: Kernel,
    *,
    tenant_id: UUID,
    store_id: UUID,
    since: datetime,
    until: datetime,
    theirs: Mapping[str, Theirs],
) -> Outcome:
    """Compare a store's ledger with what its providers (by name) moved. Opens a short transaction
    to read, none while a provider is asked. Raises ProviderUnavailable."""
    named = [payment for books in theirs.values() for payment in books.payments]
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        rows = await repository.ours(session, store_id, since, until, named)
    found: list[tuple[str, Difference]] = []
    for row in rows:
        books = theirs.get(row.provider, Theirs())
        found += [(row.provider, one) for one in await _compare_one(kernel, row, books)]
    for provider, books in theirs.items():
        found += [(provider, stray(entry)) for entry in books.strays]
    return Outcome([row.id for row in rows], found)


async def _compare_one(kernel: Kernel, row: Any, books: Theirs) -> list[Difference]:
    whole = ledger_sums(row.whole)
    wrong = [currency for currency in row.currencies if currency != row.currency]
    if wrong:
        return [
            Difference(
                MismatchKind.CURRENCY,
                str(row.id),
                row.id,
                row.provider_ref,
                sum(whole.values()),
                0,
                wrong[0],
            )
        ]
    if same(ledger_sums(row.within), books.payments.get(row.id, {})):
        return []
    provider = providers_of(kernel).named(row.provider)
    disputes = {*row.disputes, *books.disputes.get(row.id, set())}
    life = await whole_life(provider, row.provider_ref, disputes)
    return differences(row.id, row.provider_ref, row.currency, whole, life)


async def write(session: AsyncSession, run: Any, outcome: Outcome, now: datetime) -> None:
    """Write a run's outcome: what does not match, and what matches again."""
    for provider, difference in outcome.found:
        await repository.found(
            session,
            difference,
            tenant_id=run.tenant_id,
            store_id=run.store_id,
            run_id=run.id,
            provider=provider,
            now=now,
        )
    await repository.gone(session, run.store_id, run.id, outcome.payments, [], now)
    await repository.end(
        session,
        run.id,
        payments=len(outcome.payments),
        mismatches=len(outcome.found),
        error=None,
        now=now,
    )
    if outcome.found:
        log.error("payments_do_not_match", run_id=str(run.id), mismatches=len(outcome.found))


async def ask(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    actor: str,
    now: datetime,
) -> UUID:
    """Write a run and the job that makes it. Raises CheckRunning (409)."""
    if await repository.queued(session, store_id, now - _WAITS):
        raise CheckRunning
    since, until = window(now)
    run_id = await repository.start(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        since=since,
        until=until,
        actor=actor,
        now=now,
    )
    await kernel.outbox.enqueue(session, TASK, {"run_id": str(run_id)}, tenant_id=tenant_id)
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="reconciliation.check",
        resource_type="reconciliation_run",
        resource_id=run_id,
        after={"since": since.isoformat(), "until": until.isoformat()},
    )
    return run_id


async def resolve(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    mismatch_id: UUID,
    body: ResolveIn,
    actor: str,
    now: datetime,
) -> Sequence[Any]:
    """Somebody has explained a mismatch. Raises MismatchNotFound (404)."""
    row = await repository.resolve(
        session, store_id, mismatch_id, actor=actor, note=body.note, now=now
    )
    if row is None:
        raise MismatchNotFound
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="reconciliation.resolve",
        resource_type="reconciliation_mismatch",
        resource_id=mismatch_id,
        after={"kind": row.kind, "expected": row.expected, "found": row.found, "note": body.note},
    )
    return await repository.mismatches(session, store_id, mismatch_id=mismatch_id)
