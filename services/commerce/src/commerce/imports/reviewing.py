"""Second step of a job for the review: product by product, the pictures that came with the file are
stored, then the product is handed over. It is done in the transaction that puts it on its way: a
job that was killed goes on where it stopped, and does nothing twice."""

from typing import Final
from uuid import UUID

from commerce.catalog.service import StoredImage
from commerce.flows import import_pictures
from commerce.flows.hand_over_goods import hand_over
from commerce.flows.incoming import Issue
from commerce.imports import repository
from commerce.imports.closing import close
from commerce.imports.models import ItemAction
from commerce.imports.reading import load
from commerce.imports.run import Run
from ecomm_core.errors import LimitReached

GROUP: Final = 4
"""Pictures brought at the same time."""
MAX_PICTURES: Final = 60
"""Of one product that came with its file; the flow takes no more either."""


async def step(run: Run, item_id: UUID) -> bool:
    """One product; True, for nothing is left to do about it here."""
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None:
            return True
        if item.payload is None:
            raise TypeError("a product that is not done has what was read of it")
        wanted = load(item.payload)
        filename = (await run.job(session)).filename
    here = [one for one in wanted.pictures if run.sources.shelf.has(one.filename)][:MAX_PICTURES]
    brought: dict[str, StoredImage | Issue] = {}
    for start in range(0, len(here), GROUP):
        group = here[start : start + GROUP]
        came = await import_pictures.fetch(run.kernel, run.store, group, run.sources)
        brought.update({one.source: image for one, image in zip(group, came, strict=True)})
    issues = [one for one in brought.values() if isinstance(one, Issue)]
    async with run.transaction() as session:
        item = await repository.claim(session, item_id)
        if item is None:
            return True  # somebody else was faster
        try:
            async with session.begin_nested():
                begun = await hand_over(
                    run.kernel,
                    session,
                    run.store,
                    wanted,
                    brought,
                    job_id=run.job_id,
                    filename=filename,
                    position=item.position,
                    actor=run.actor,
                )
        except LimitReached as error:
            item.action = ItemAction.SKIP
            issues.append(Issue(item.row, None, "error", error.code, error.text))
        else:
            item.action = ItemAction.CREATE if begun else ItemAction.UNCHANGED
            if not begun:
                words = "It is in the review, or in the store, already; nothing was changed."
                issues.append(
                    Issue(item.row, "Handle", "warning", "already_imported", words, item.handle)
                )
        item.pictures_stored = sum(isinstance(one, StoredImage) for one in brought.values())
        item.pictures_failed = len(brought) - item.pictures_stored
        await close(run, session, item, issues)
    return True
