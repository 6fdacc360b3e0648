"""How a product of a file is done with."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.incoming import Issue
from commerce.imports import repository
from commerce.imports.models import Finding, ImportItem, ImportJob, ItemState
from commerce.imports.run import Run


async def close(run: Run, session: AsyncSession, item: ImportItem, issues: Sequence[Issue]) -> None:
    """Nothing is left to do about a product. A dry run keeps what was read, to apply it later."""
    item.state = ItemState.DONE
    if not run.dry_run:
        item.payload = None
    job: ImportJob = await run.job(session, lock=True)
    job.done += 1
    job.dead_hosts = {**job.dead_hosts, **run.sources.dead_hosts}
    await repository.add_issues(session, job, issues, Finding.APPLYING)
    await session.flush()
    run.tell(job)
