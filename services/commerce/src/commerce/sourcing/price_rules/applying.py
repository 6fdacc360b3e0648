"""Prices by rule, written: at once for a few variants, as a bulk edit for the whole catalogue."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.bulk import pricing as bulk
from commerce.sourcing.price_rules import repository
from commerce.sourcing.price_rules.computing import Candidate, compute, parts_of
from commerce.sourcing.price_rules.formula import Verdict
from commerce.sourcing.price_rules.models import PriceProposal, ProposalStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.sourcing.apply_price_rules"
AT_ONCE: Final = 200
"""Products that are worked out in one transaction."""


async def reprice(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    variant_ids: Collection[UUID],
    *,
    actor: str,
) -> list[Candidate]:
    """What the rules make of these variants, guarded and written: small changes are left, large
    ones wait for a person, locks hold. Asked twice, the second time changes nothing."""
    now = clock.now()
    rows = await repository.variants(session, store.id, variant_ids)
    rules = await repository.rules(session, store.id)
    if not rows or not rules:
        return []
    found = await compute(session, store, rows, rules, now)
    await catalog.set_prices(
        kernel,
        session,
        store,
        {
            one.row.id: catalog.NewPrice(one.made.price, one.compare_at, one.row.price)
            for one in found
            if one.verdict is Verdict.APPLIED and one.made is not None
        },
        actor=actor,
    )
    await settle(session, store, found, now)
    return found


async def settle(
    session: AsyncSession, store: StoreFacts, found: Sequence[Candidate], now: datetime
) -> None:
    """Write down how prices were made, and the changes that wait for a person."""
    reviewed = [one for one in found if one.verdict is Verdict.REVIEW]
    waiting = {one.row.id for one in reviewed}
    judged = [one.row.id for one in found if one.verdict is not None]
    known = await repository.open_proposals(session, judged)
    kept = {
        one.row.id
        for one in reviewed
        if one.made is not None
        and one.row.id in known
        and known[one.row.id].new_price == one.made.price
        and known[one.row.id].old_price == one.row.price
    }
    stale = [variant_id for variant_id in known if variant_id not in kept]
    if stale:
        await repository.overtake(session, stale, now)
    for one in reviewed:
        if one.row.id not in kept:
            session.add(_proposal(store, one, now))
    await session.flush()
    await repository.put_priced(
        session,
        [
            {
                "tenant_id": store.tenant_id,
                "variant_id": one.row.id,
                "store_id": store.id,
                "rule_id": one.rule.id if one.rule is not None else None,
                "landed": one.landed.total if one.landed is not None else None,
                "price": one.made.price if one.made is not None else None,
                "parts": {**parts_of(one), "waiting": one.row.id in waiting},
                "priced_at": now,
            }
            for one in found
        ],
    )


def _proposal(store: StoreFacts, one: Candidate, now: datetime) -> PriceProposal:
    if one.made is None or one.landed is None:
        raise ValueError("a proposal has a price")
    return PriceProposal(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        variant_id=one.row.id,
        rule_id=one.rule.id if one.rule is not None else None,
        status=ProposalStatus.OPEN.value,
        old_price=one.row.price,
        new_price=one.made.price,
        old_landed=one.row.last_landed,
        new_landed=one.landed.total,
        reason="floor" if one.row.price < one.made.floor else "large",
        parts=parts_of(one) | {"compare_at": one.compare_at},
        created_at=now,
        decided_at=None,
        decided_by=None,
    )


async def begin(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    include_large: bool,
    actor: str,
) -> UUID:
    """Let a worker price the whole catalogue by the rules: the bulk edit that writes it.

    Raises TooManyBulkEdits (409).
    """
    job = await bulk.open_edit(session, store, actor=actor)
    await _next(kernel, session, store, job.id, None, include_large=include_large)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="price_rule.apply",
        resource_type="bulk_edit",
        resource_id=job.id,
        store_id=store.id,
        after={"include_large": include_large},
    )
    return job.id


async def _next(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    job_id: UUID,
    after: UUID | None,
    *,
    include_large: bool,
) -> None:
    args: dict[str, Any] = {
        "store_id": str(store.id),
        "bulk_edit_id": str(job_id),
        "after": None if after is None else str(after),
        "include_large": include_large,
    }
    await kernel.outbox.enqueue(session, TASK, args, tenant_id=store.tenant_id, queue="bulk")


async def work(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    job_id: UUID,
    after: UUID | None,
    *,
    include_large: bool,
) -> None:
    """Work out some hundred products, and go on; at the end the edit begins to write."""
    job = await bulk.waiting(session, store.id, job_id)
    if job is None:
        return
    now = clock.now()
    products = await repository.next_products(session, store.id, after, AT_ONCE)
    if not products:
        await bulk.begin(kernel, session, job, now)
        return
    rows = await repository.variants_of(session, store.id, products)
    found = await compute(session, store, rows, await repository.rules(session, store.id), now)
    written = {Verdict.APPLIED, Verdict.REVIEW} if include_large else {Verdict.APPLIED}
    targets: dict[UUID, dict[UUID, tuple[int, int | None]]] = {}
    for one in found:
        if one.verdict in written and one.made is not None:
            own = targets.setdefault(one.row.product_id, {})
            own[one.row.id] = (one.made.price, one.compare_at)
    await bulk.add(session, job, targets)
    left = [one for one in found if not (include_large and one.verdict is Verdict.REVIEW)]
    await settle(session, store, left, now)
    await _next(kernel, session, store, job_id, products[-1], include_large=include_large)
