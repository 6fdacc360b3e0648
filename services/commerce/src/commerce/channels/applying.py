"""Second step of a migration: record by record, each in one short transaction that marks it done,
so that a job that was killed goes on where it stopped and does nothing twice."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import ProductNotFound
from commerce.catalog.service import StoredImage, pictures_of
from commerce.channels import repository
from commerce.channels.goods import FIELDS, incoming
from commerce.channels.models import Entity, ItemAction, ItemState, MigrationItem, MigrationStatus
from commerce.channels.outcome import Outcome
from commerce.channels.reading import load
from commerce.channels.run import Run
from commerce.channels.taking import skus_of, take
from commerce.flows import import_pictures
from commerce.flows.incoming import IncomingPicture, IncomingProduct, Issue
from commerce.site.redirects import files as redirects
from commerce.site.redirects.paths import given_path
from ecomm_core import clock
from ecomm_core.api.errors import unavailable
from ecomm_core.errors import AppError
from ecomm_core.logging import get_logger
from ecomm_core.storage import StorageFailed

log = get_logger(__name__)

AHEAD: Final = 200
GROUP: Final = 4
"""Pictures fetched at the same time."""
TRIES: Final = 3
"""Where somebody else changes the same product meanwhile."""
REDIRECTS: Final = 500
"""Redirects written together."""


async def apply_all(run: Run) -> bool:
    """Work on what is not done, one step at least; False where the time is up before the end."""
    while True:
        async with run.transaction() as session:
            if not run.goes_on(await run.job(session)):
                return True
            waiting = await repository.open_items(session, run.job_id, AHEAD)
        if not waiting:
            await _finish(run)
            return True
        for item_id in waiting:
            finished = False
            while not finished:
                finished = await _step(run, item_id)
                if run.due():
                    return False


async def _finish(run: Run) -> None:
    async with run.transaction() as session:
        job = await run.job(session, lock=True)
        if run.goes_on(job) and not await repository.open_items(session, run.job_id, 1):
            job.status, job.finished_at = MigrationStatus.DONE.value, clock.now()
            await session.flush()


async def _step(run: Run, item_id: UUID) -> bool:
    """One record, or one group of its pictures; True where nothing is left to do about it."""
    for attempt in range(TRIES):
        try:
            return await _take_step(run, item_id)
        except AppError as error:
            if error.code in {"stale", "slug_taken"} and attempt < TRIES - 1:
                continue
            return await _give_up(run, item_id, error, error.code, error.text)
        except (OSError, TimeoutError, StorageFailed):
            raise
        except SQLAlchemyError as error:
            if unavailable(error):
                raise
            return await _give_up(run, item_id, error)
        except Exception as error:  # noqa: BLE001 - one record must not stop all the others
            return await _give_up(run, item_id, error)
    raise AssertionError("the last try returns")


async def _give_up(
    run: Run,
    item_id: UUID,
    error: Exception,
    code: str = "internal",
    words: str = "Something went wrong on our side with this record. Run the migration again.",
) -> bool:
    """Leave a record out, say so, and leave the trace in the log."""
    log.error("migration_item_failed", item_id=str(item_id), exc_info=error)
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is not None:
            if item.state == ItemState.WAITING.value:
                item.action = ItemAction.SKIP.value
            await _close(run, session, item, [Issue(item.row, None, "error", code, words)])
    return True


async def _take_step(run: Run, item_id: UUID) -> bool:
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None or item.payload is None:
            return True
        entity = Entity(item.entity)
        if entity is Entity.REDIRECTS:
            await _redirects(run, session)
            return True
        if item.state == ItemState.WAITING.value:
            outcome = await take(run, session, item, load(entity, item.payload))
            return await _settle(run, session, item, outcome)
        wanted, _ = incoming(load(entity, item.payload), item.row, stock=False)
        begin, end, group = await _next_group(session, item, wanted)
        if not group:
            await _close(run, session, item, [])
            return True
        product_id = item.local_id
    if product_id is None:
        raise TypeError("a product whose pictures are fetched was written")
    brought = await import_pictures.fetch(run.kernel, run.store, group, run.sources)
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None or item.next_picture != begin:
            return True  # somebody else was faster
        return await _attach(run, session, item, product_id, wanted, group, brought, end)


async def _settle(run: Run, session: AsyncSession, item: MigrationItem, outcome: Outcome) -> bool:
    item.action, item.local_id = outcome.action, outcome.local_id
    item.changes = outcome.changes
    await repository.add_items(session, outcome.follow)
    if outcome.pictures and not run.dry_run and outcome.action != ItemAction.SKIP.value:
        item.state = ItemState.WRITTEN.value
        await _blame(run, session, item, outcome.issues)
        await session.flush()
        return False
    await _close(run, session, item, outcome.issues)
    return True


async def _next_group(
    session: AsyncSession, item: MigrationItem, wanted: IncomingProduct
) -> tuple[int, int, list[IncomingPicture]]:
    """(begin, end, those between that the product has not)."""
    if item.local_id is None:
        return 0, 0, []
    stored = {row[1] for row in await pictures_of(session, item.local_id)}
    pictures: list[IncomingPicture] = []
    end = item.next_picture
    while end < len(wanted.pictures) and len(pictures) < GROUP:
        if wanted.pictures[end].source not in stored:
            pictures.append(wanted.pictures[end])
        end += 1
    return item.next_picture, end, pictures


async def _attach(
    run: Run,
    session: AsyncSession,
    item: MigrationItem,
    product_id: UUID,
    wanted: IncomingProduct,
    group: Sequence[IncomingPicture],
    brought: Sequence[StoredImage | Issue],
    end: int,
) -> bool:
    images = {
        picture.source: image
        for picture, image in zip(group, brought, strict=True)
        if isinstance(image, StoredImage)
    }
    issues = [issue for issue in brought if isinstance(issue, Issue)]
    try:
        new, refused = await import_pictures.attach(
            run.kernel, session, run.store, product_id, wanted, images, actor=run.actor
        )
    except ProductNotFound:
        await _close(run, session, item, issues)
        return True
    item.next_picture = end
    if new and item.action == ItemAction.UNCHANGED.value:
        item.action = ItemAction.UPDATE.value
    if end >= len(wanted.pictures):
        await _close(run, session, item, [*issues, *refused])
        return True
    await _blame(run, session, item, [*issues, *refused])
    await session.flush()
    return False


async def _redirects(run: Run, session: AsyncSession) -> None:
    """Some hundred at once: they are flattened against all that are there."""
    items = list(await repository.waiting_redirects(session, run.job_id, REDIRECTS))
    lines = [
        (n, str((item.payload or {})["path"]), str((item.payload or {})["target"]))
        for n, item in enumerate(items)
    ]
    taken = await redirects.take(
        run.kernel, session, run.store, lines, dry_run=run.dry_run, actor=run.actor
    )
    faults = {one.line: one for one in taken.problems}
    for n, item in enumerate(items):
        fault = faults.get(n)
        if fault is not None:
            item.action = ItemAction.SKIP.value
            field = "path" if fault.column == redirects.FROM else "target"
            await _close(
                run, session, item, [Issue(item.row, field, "error", "redirect", fault.reason)]
            )
            continue
        path = given_path(lines[n][1])
        if path in taken.made:
            item.action = ItemAction.CREATE.value
        elif path in taken.changed:
            item.action = ItemAction.UPDATE.value
        item.changes = [{"field": "target", "before": None, "after": lines[n][2]}]
        await _close(run, session, item, [])


async def _close(
    run: Run, session: AsyncSession, item: MigrationItem, issues: Sequence[Issue]
) -> None:
    """Nothing is left to do about a record."""
    item.state, item.payload = ItemState.DONE.value, skus_of(run, item)
    await _blame(run, session, item, issues)
    await session.flush()


async def _blame(
    run: Run, session: AsyncSession, item: MigrationItem, issues: Sequence[Issue]
) -> None:
    named = {
        "migration_id": run.job_id,
        "entity": item.entity,
        "stage": item.stage,
        "row": item.row,
        "external_id": item.external_id,
    }
    rows = [
        repository.issue_row(
            run.store,
            named,
            FIELDS.get(one.column or "", one.column or ""),
            one.level,
            one.code,
            one.message,
        )
        for one in issues
    ]
    await repository.add_issues(session, rows)
    if run.sources.dead_hosts:
        job = await run.job(session, lock=True)
        job.dead_hosts = {**job.dead_hosts, **run.sources.dead_hosts}
