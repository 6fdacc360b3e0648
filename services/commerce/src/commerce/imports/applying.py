"""Second step of a job: product by product, each in one short transaction, then its pictures, a few
at a time. What is done is marked in the same transaction as the effect: a job that was killed goes
on where it stopped and does nothing twice.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import ProductNotFound
from commerce.catalog.service import StoredImage, pictures_of
from commerce.flows import import_pictures
from commerce.flows.import_products import Outcome, import_product, look_up, preview_products
from commerce.flows.incoming import IncomingPicture, IncomingProduct, Issue
from commerce.imports import repository, reviewing, together
from commerce.imports.closing import close
from commerce.imports.models import (
    Finding,
    ImportItem,
    ImportKind,
    ImportStatus,
    ItemAction,
    ItemState,
)
from commerce.imports.reading import load
from commerce.imports.run import Run
from ecomm_core import clock
from ecomm_core.api.errors import unavailable
from ecomm_core.errors import AppError
from ecomm_core.logging import get_logger
from ecomm_core.storage import StorageFailed

log = get_logger(__name__)

AHEAD: Final = 200
"""Products looked at together, and made or passed together where they are plain."""
GROUP: Final = 4
"""Pictures fetched at the same time."""
TRIES: Final = 3
"""Where somebody else changes the same product meanwhile."""


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
        plain = run.kind is ImportKind.CATALOGUE
        passed = await together.finish(run, waiting) if plain else set()
        if passed and run.due():
            return False
        for item_id in waiting:
            finished = item_id in passed
            while not finished:
                finished = await _step(run, item_id)
                if run.due():
                    return False


async def _finish(run: Run) -> None:
    async with run.transaction() as session:
        job = await run.job(session, lock=True)
        if not run.goes_on(job) or await repository.open_items(session, run.job_id, 1):
            return
        job.summary = await repository.summary(session, job)
        job.status, job.finished_at = ImportStatus.DONE.value, clock.now()
        await session.flush()


async def _step(run: Run, item_id: UUID) -> bool:
    """One product, or one group of its pictures; True where nothing is left to do about it."""
    for attempt in range(TRIES):
        try:
            take = _take_step if run.kind is ImportKind.CATALOGUE else reviewing.step
            return await take(run, item_id)
        except AppError as error:
            if error.code not in {"stale", "slug_taken"} or attempt == TRIES - 1:
                return await _give_up(run, item_id, error)
        except (OSError, TimeoutError, StorageFailed):
            raise
        except SQLAlchemyError as error:
            if unavailable(error):
                raise
            return await _give_up(run, item_id, error)
        except Exception as error:  # noqa: BLE001 - one product must not stop all the others
            return await _give_up(run, item_id, error)
    raise AssertionError("the last try returns")


async def _give_up(run: Run, item_id: UUID, error: Exception) -> bool:
    """Skip a product that met a fault of ours, say so, and leave the trace in the log."""
    log.error("import_item_failed", item_id=str(item_id), exc_info=error)
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None:
            return True
        issue = Issue(
            item.row,
            None,
            "error",
            "internal",
            "Something went wrong on our side with this product. Import the file again.",
        )
        if item.state == ItemState.WAITING:
            item.action = ItemAction.SKIP
        await close(run, session, item, [issue])
    return True


async def _take_step(run: Run, item_id: UUID) -> bool:
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None:
            return True
        if item.payload is None:
            raise TypeError("a product that is not done has what was read of it")
        wanted = load(item.payload)
        if item.state == ItemState.WAITING:
            return await _product(run, session, item, wanted)
        group = await _next_group(session, item, wanted)
        if not group.pictures:
            await close(run, session, item, [])
            return True
        product_id = item.product_id
    if product_id is None:
        raise TypeError("a product whose pictures are stored was written")
    brought = await import_pictures.fetch(run.kernel, run.store, group.pictures, run.sources)
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None or item.next_picture != group.begin:
            return True  # somebody else was faster
        return await _attach(run, session, item, product_id, wanted, group, brought)


async def _product(
    run: Run, session: AsyncSession, item: ImportItem, wanted: IncomingProduct
) -> bool:
    if run.dry_run:
        [outcome] = await preview_products(
            session,
            run.store,
            [wanted],
            await look_up(run.kernel, session, run.store, [wanted]),
            creations=await repository.creations(session, run.job_id),
            shelf=run.sources.shelf,
        )
    else:
        outcome = await import_product(run.kernel, session, run.store, wanted, actor=run.actor)
    item.action = outcome.action
    item.product_id = outcome.product_id
    item.changes = [asdict(change) for change in outcome.changes]
    item.pictures_stored = len(outcome.stored)
    if outcome.action == ItemAction.SKIP:
        item.variants = item.tracked_variants = item.stock_units = item.pictures = 0
        item.pictures_stored = 0
    if run.dry_run or outcome.action == ItemAction.SKIP or _all_stored(wanted, outcome):
        await close(run, session, item, outcome.issues)
        return True
    item.state = ItemState.WRITTEN
    job = await run.job(session, lock=True)
    await repository.add_issues(session, job, outcome.issues, Finding.APPLYING)
    await session.flush()
    return False


def _all_stored(wanted: IncomingProduct, outcome: Outcome) -> bool:
    return all(picture.source in outcome.stored for picture in wanted.pictures)


@dataclass(frozen=True, slots=True)
class _Group:
    """The next pictures to fetch: those from `begin` to `end` that the product has not."""

    begin: int
    end: int
    pictures: list[IncomingPicture]


async def _next_group(session: AsyncSession, item: ImportItem, wanted: IncomingProduct) -> _Group:
    if item.product_id is None:
        return _Group(0, 0, [])
    stored = {row[1] for row in await pictures_of(session, item.product_id)}
    pictures: list[IncomingPicture] = []
    end = item.next_picture
    while end < len(wanted.pictures) and len(pictures) < GROUP:
        if wanted.pictures[end].source not in stored:
            pictures.append(wanted.pictures[end])
        end += 1
    return _Group(item.next_picture, end, pictures)


async def _attach(
    run: Run,
    session: AsyncSession,
    item: ImportItem,
    product_id: UUID,
    wanted: IncomingProduct,
    group: _Group,
    brought: Sequence[StoredImage | Issue],
) -> bool:
    images = {
        picture.source: image
        for picture, image in zip(group.pictures, brought, strict=True)
        if isinstance(image, StoredImage)
    }
    issues = [issue for issue in brought if isinstance(issue, Issue)]
    try:
        new, refused = await import_pictures.attach(
            run.kernel, session, run.store, product_id, wanted, images, actor=run.actor
        )
    except ProductNotFound:
        await close(run, session, item, issues)
        return True
    item.pictures_stored += len(images) - len(refused)
    item.pictures_failed += len(issues) + len(refused)
    item.next_picture = group.end
    if new and item.action == ItemAction.UNCHANGED:
        item.action = ItemAction.UPDATE
    if new and item.action == ItemAction.UPDATE:
        item.changes = _with_pictures(item.changes, new)
    if group.end >= len(wanted.pictures):
        await close(run, session, item, [*issues, *refused])
        return True
    job = await run.job(session, lock=True)
    job.dead_hosts = {**job.dead_hosts, **run.sources.dead_hosts}
    await repository.add_issues(session, job, [*issues, *refused], Finding.APPLYING)
    await session.flush()
    return False


def _with_pictures(changes: list[dict[str, object]], new: int) -> list[dict[str, object]]:
    before = sum(int(str(c["after"])) for c in changes if c["field"] == "pictures_added")
    others = [change for change in changes if change["field"] != "pictures_added"]
    return [*others, {"field": "pictures_added", "before": None, "after": before + new}]
