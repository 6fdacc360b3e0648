"""Many products of a file in one transaction, where nothing is particular about them: what is new
and plain is made at once, what is there and says the same is passed at once, and a dry run looks
at a whole stretch. Everything else goes one by one (`applying`)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows import import_together
from commerce.flows.import_products import Outcome, look_up, preview_products, unchanged
from commerce.flows.incoming import Issue
from commerce.imports import repository
from commerce.imports.models import Finding, ItemAction
from commerce.imports.reading import load
from commerce.imports.run import Run
from ecomm_core.api.errors import unavailable
from ecomm_core.errors import AppError
from ecomm_core.logging import get_logger

log = get_logger(__name__)

TOGETHER: Final = 10
"""Fewer are made one by one, each telling of itself (`product.created`)."""


_Work = Callable[[Run, Sequence[UUID]], Awaitable[set[UUID]]]


async def finish(run: Run, ids: Sequence[UUID]) -> set[UUID]:
    """Do what can be done at once; the products about which nothing is left to do."""
    if run.dry_run:
        return await _tried(run, _preview, ids)
    done = await _tried(run, _make, ids) if len(ids) >= TOGETHER else set()
    left = [one for one in ids if one not in done]
    return done | await _tried(run, _pass, left) if left else done


async def _tried(run: Run, work: _Work, ids: Sequence[UUID]) -> set[UUID]:
    """None where it cannot be done at once: one by one tells why."""
    try:
        return await work(run, ids)
    except AppError as error:
        log.info("import_one_by_one", job_id=str(run.job_id), code=error.code)
    except OSError:
        raise
    except SQLAlchemyError as error:
        if unavailable(error):
            raise
        log.exception("import_one_by_one", job_id=str(run.job_id))
    except Exception:  # one product must not stop all the others
        log.exception("import_one_by_one", job_id=str(run.job_id))
    return set()


async def _make(run: Run, ids: Sequence[UUID]) -> set[UUID]:
    """Make what is new and plain."""
    async with run.transaction() as session:
        items = await repository.claim_waiting(session, ids)
        wanted = [load(item.payload) for item in items]
        found = await import_together.plain(session, run.store, wanted)
        if len(found) < TOGETHER:
            return set()
        made = await import_together.make(run.kernel, session, run.store, found, actor=run.actor)
        written = [
            repository.Written(
                items[one.place].id,
                product_id,
                [asdict(change) for change in one.changes],
                done=not wanted[one.place].pictures,
            )
            for one, product_id in zip(found, made, strict=True)
        ]
        await repository.mark_created(session, written)
        done = {one.id for one in written if one.done}
        await _count(run, session, len(done), [])
    return done


async def _pass(run: Run, ids: Sequence[UUID]) -> set[UUID]:
    """Pass over what is there and says the same."""
    async with run.transaction() as session:
        items = await repository.claim_waiting(session, ids)
        wanted = [load(item.payload) for item in items]
        known = await look_up(run.kernel, session, run.store, wanted)
        outcomes = {
            item.id: outcome
            for item, one, had in zip(items, wanted, known, strict=True)
            if (outcome := unchanged(run.store, one, had)) is not None
        }
        await _close(run, session, outcomes)
    return set(outcomes)


async def _preview(run: Run, ids: Sequence[UUID]) -> set[UUID]:
    """Look at each as it is; nothing is written of them."""
    async with run.transaction() as session:
        items = await repository.claim_waiting(session, ids)
        wanted = [load(item.payload) for item in items]
        outcomes = await preview_products(
            session,
            run.store,
            wanted,
            await look_up(run.kernel, session, run.store, wanted),
            creations=await repository.creations(session, run.job_id),
            shelf=run.sources.shelf,
        )
        found = {item.id: outcome for item, outcome in zip(items, outcomes, strict=True)}
        await _close(run, session, found)
    return set(found)


async def _close(run: Run, session: AsyncSession, outcomes: Mapping[UUID, Outcome]) -> None:
    """Nothing is left to do about these products. A dry run keeps what was read of them."""
    passed = [
        repository.Passed(
            item_id,
            outcome.action,
            outcome.product_id,
            [asdict(change) for change in outcome.changes],
            0 if outcome.action == ItemAction.SKIP else len(outcome.stored),
        )
        for item_id, outcome in outcomes.items()
    ]
    await repository.mark_passed(session, passed, keep=run.dry_run)
    issues = [issue for outcome in outcomes.values() for issue in outcome.issues]
    await _count(run, session, len(passed), issues)


async def _count(run: Run, session: AsyncSession, done: int, issues: Sequence[Issue]) -> None:
    job = await run.job(session, lock=True)
    job.done += done
    await repository.add_issues(session, job, issues, Finding.APPLYING)
    await session.flush()
    run.tell(job)
