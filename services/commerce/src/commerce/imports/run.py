"""One stretch of work on a job: in a worker for a few seconds, on the command line to the end."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.import_pictures import Sources
from commerce.imports import repository
from commerce.imports.errors import ImportNotFound
from commerce.imports.models import ImportJob, ImportKind, ImportStatus
from commerce.stores.directory import StoreFacts
from ecomm_core.kernel import Kernel

Progress = Callable[[int, int], None]
"""(products done, products known of)"""


@dataclass(slots=True)
class Run:
    """What a stretch of work knows. `until` None: to the end."""

    kernel: Kernel
    store: StoreFacts
    job_id: UUID
    actor: str
    dry_run: bool
    sources: Sources
    kind: ImportKind = ImportKind.CATALOGUE
    until: float | None = None
    """On `time.monotonic()`."""
    progress: Progress | None = None

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction in the store's scope."""
        return self.kernel.database.transaction(self.store.scope)

    def due(self) -> bool:
        """Whether the time is up."""
        return self.until is not None and time.monotonic() >= self.until

    async def job(self, session: AsyncSession, *, lock: bool = False) -> ImportJob:
        """The job's row. Raises ImportNotFound."""
        job = await repository.get(session, self.store.id, self.job_id, lock=lock)
        if job is None:
            raise ImportNotFound
        return job

    def goes_on(self, job: ImportJob) -> bool:
        """Whether the job is still the one that this stretch began: not cancelled, not failed, and
        no dry run that somebody let run for real meanwhile."""
        return job.status == ImportStatus.RUNNING and job.dry_run == self.dry_run

    def tell(self, job: ImportJob) -> None:
        """Report how far the job is."""
        if self.progress is not None:
            self.progress(job.done, job.total)
